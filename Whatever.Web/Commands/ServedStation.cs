using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Hosting.WindowsServices;
using Whatever.Model.Problems;
using Whatever.Web.Backups;
using Whatever.Web.People;
using Whatever.Web.Rescue;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>
/// Serves a data folder: as the station or, while its database is damaged, as what stands in for one. Where a person orders a restore it is
/// carried out between two such turns.
/// </summary>
/// <param name="folder">Of the station; the caller holds it.</param>
/// <param name="listening">Where.</param>
/// <param name="isEmpty">No simulated water where there is no sensor.</param>
/// <param name="output">Gets the address.</param>
/// <param name="notes">Gets what is wrong.</param>
internal sealed class ServedStation(
    DataFolder folder, Listening listening, bool isEmpty, TextWriter output, TextWriter notes)
{
    /// <summary>One for as long as the process lasts: who wrote it down finds it good after another try.</summary>
    private readonly SetUpCode rescueCode = new();
    private string? writtenCode;
    private bool wasDamaged;

    /// <summary>A temporary failure (EX_TEMPFAIL of sysexits.h): whoever watches over the process starts it anew.</summary>
    private const int StartMeAnew = 75;

    /// <summary>A disk that could not be read may be one that was not ready: nobody may be there to say so.</summary>
    private static readonly TimeSpan TriedAgain = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A service has said that it stops, and what watches over it waits for its end: another one is started in its place.
    /// </summary>
    private static bool IsStartedAnewByOthers => SystemdHelpers.IsSystemdService() || WindowsServiceHelpers.IsWindowsService();

    /// <summary>
    /// Simulated water is for who looks at the program on the own machine: a station that others reach is one of somebody's meters, and so
    /// is one that began anew.
    /// </summary>
    private bool IsForTryingOut => !isEmpty && !listening.IsReachable && !wasDamaged;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var (order, isOver) = await ServeAsync(cancellation);
            if (order is null)
            {
                return isOver ? 0 : StartMeAnew;
            }

            DatabaseFile.LetGo();
            var aside = order.Carry(folder, TimeProvider.System.GetUtcNow());
            await notes.WriteLineAsync(
                $"{(order.Name.Length > 0 ? order.Name : "A new database")} takes the place of the database, which is kept in {aside}.");
            if (IsStartedAnewByOthers)
            {
                return StartMeAnew;
            }
        }
    }

    /// <returns>What was ordered, if something was, and whether it is over; where neither, another process is to try.</returns>
    private async Task<(RestoreOrder? Order, bool IsOver)> ServeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Problem damage;
            try
            {
                return (await ServeStationAsync(cancellation), true);
            }
            catch (StationDataException refused) when (StationStart.IsOfDamage(refused.Problem))
            {
                damage = refused.Problem;
                wasDamaged = true;
            }

            DatabaseFile.LetGo();
            var (order, isTriedAgain) = await ServeRescueAsync(damage, cancellation);
            if (!isTriedAgain || IsStartedAnewByOthers)
            {
                return (order, !isTriedAgain);
            }
        }
    }

    private async Task<RestoreOrder?> ServeStationAsync(CancellationToken cancellation)
    {
        var app = StationHost.Build(folder, listening);
        await using var disposing = app;
        await app.Services.PrepareStationAsync(isServed: true, withDemo: IsForTryingOut, cancellation);
        await app.ListenAsync(listening, cancellation);
        var address = await app.RememberAddressAsync();
        await output.WriteLineAsync(await app.DescribeAccessAsync());
        await output.WriteLineAsync($"Whatever is ready: {address}");

        // The files of the log say as well when it was there, and whether it was stopped or only ended.
        app.Logger.LogInformation("The station serves {Address}", address);
        await app.WaitForShutdownAsync(cancellation);
        app.Logger.LogInformation("The station stops");
        return OrderOf(app);
    }

    private async Task<(RestoreOrder? Order, bool IsTriedAgain)> ServeRescueAsync(Problem damage, CancellationToken cancellation)
    {
        var app = RescueHost.Build(folder, listening, damage, rescueCode);
        await using var disposing = app;
        await app.ListenAsync(listening, cancellation);
        writtenCode ??= rescueCode.Make();
        await notes.WriteLineAsync(ProblemTexts.English(damage));
        await notes.WriteLineAsync(
            $"What is pushed is kept meanwhile. Open {app.Urls.First()} to put a backup in place, with the code {writtenCode}.");
        var isTriedAgain = false;
        var time = app.Services.GetRequiredService<TimeProvider>();
        await using var trying = StationStart.MayPass(damage) ? time.CreateTimer(_ => TryAgain(), null, TriedAgain, TriedAgain) : null;
        await app.WaitForShutdownAsync(cancellation);
        var order = OrderOf(app);
        return (order, isTriedAgain && order is null && !cancellation.IsCancellationRequested);

        // It stands in for the station for as long as the file cannot be read: what is pushed is kept.
        void TryAgain()
        {
            if (DatabaseFile.IsWhole(folder.Database))
            {
                app.Services.GetRequiredService<RescueDesk>().Leave(() =>
                {
                    isTriedAgain = true;
                    app.Lifetime.StopApplication();
                });
            }
        }
    }

    private static RestoreOrder? OrderOf(WebApplication app) =>
        app.Services.GetRequiredService<RestoreOrder>() is { IsGiven: true } order ? order : null;
}
