using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Whatever.Model.Kernels;
using Whatever.Model.Problems;
using Whatever.Web.Backups;
using Whatever.Web.Delivery;
using Whatever.Web.Demo;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.People;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Web;

/// <summary>What has to be ready before the first page is served, and what starts with it.</summary>
public static class StationStart
{
    /// <summary>For a command; with the demo for who serves it.</summary>
    public static Task PrepareStationAsync(this IServiceProvider services, bool withDemo, CancellationToken cancellation = default) =>
        services.PrepareStationAsync(isServed: withDemo, withDemo, cancellation);

    /// <param name="services">Of the station.</param>
    /// <param name="isServed">Not only for a command.</param>
    /// <param name="withDemo">Simulated water where there is no sensor.</param>
    /// <param name="cancellation">Looked at between the steps.</param>
    public static async Task PrepareStationAsync(
        this IServiceProvider services, bool isServed, bool withDemo, CancellationToken cancellation)
    {
        new KernelChoiceFile(services.GetRequiredService<DataFolder>().Kernels).Serve(KernelCalibration.Shared, TimeProvider.System);
        await services.PrepareDatabaseAsync(isServed, cancellation);
        if (isServed)
        {
            await services.GetRequiredService<ClockKeeper>().StartAsync(cancellation);
        }

        // What is put in by default is nobody's, whoever happens to start.
        using (Actor.Begin(new Actor(ActorKind.Station, "")))
        {
            await services.GetRequiredService<ScheduleEditor>().EnsureDefaultsAsync(cancellation);
        }

        if (isServed)
        {
            await services.LookAtAuditAsync(cancellation);
            var interrupted = await services.GetRequiredService<RunHistory>().MarkInterruptedAsync();
            if (withDemo)
            {
                await services.GetRequiredService<DemoStation>().EnsureAsync(cancellation);
            }

            var clocks = services.GetRequiredService<ScheduleClocks>();
            await clocks.EnsureAsync(cancellation);
            foreach (var job in interrupted)
            {
                await clocks.PutBackAsync(job, null, cancellation);
            }
        }
    }

    /// <summary>Who meets a damaged database is told what there is to go back to.</summary>
    internal static async Task PrepareDatabaseAsync(this IServiceProvider services, bool isLookedAt, CancellationToken cancellation)
    {
        try
        {
            await services.GetRequiredService<StationDatabase>().PrepareAsync(isLookedAt, cancellation);
        }
        catch (StationDataException refused) when (IsOfDamage(refused.Problem)
            && services.GetRequiredService<BackupStore>().List() is [var newest, ..])
        {
            throw new StationDataException(
                Problem.All(
                    [refused.Problem, new Problem("database.restore", newest.Name, WireTime.Write(newest.TakenAt.UtcDateTime))]),
                refused);
        }
    }

    /// <summary>Who has changed what was noted is found out at the next start, of the newest rows at least.</summary>
    private static async Task LookAtAuditAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        var check = await services.GetRequiredService<AuditLog>().VerifyAsync(AuditLog.LookedAtAtStart, cancellation);
        if (check.BrokenAt is { } broken)
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger<AuditLog>().LogError(
                "{Problem}", ProblemTexts.English(new Problem("audit.broken", broken)));
        }
    }

    /// <summary>The file is not what was written: a backup helps, and a second try does not.</summary>
    internal static bool IsOfDamage(Problem problem) => problem.Parts.Any(part =>
        part.Code is "database.damaged" or "database.emptied" || part.Arguments.OfType<Phrase>().Any(said => said.Code == "database.none"));

    /// <summary>Whether the next try may find nothing wrong.</summary>
    internal static bool MayPass(Problem damage) =>
        damage.Parts.Any(part => part.Arguments.Any(said => DatabaseFile.MayPass($"{said}")));

    /// <summary>The built-in receiver is reached under the address that the server really got.</summary>
    public static async Task<string> RememberAddressAsync(this WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.FirstOrDefault() ?? throw new InvalidOperationException("The server has started without an address.");

        // To itself it speaks over HTTP: its certificate is for other names.
        var own = addresses.FirstOrDefault(candidate => candidate.StartsWith("http://", StringComparison.Ordinal)) ?? address;
        await app.Services.GetRequiredService<ReceiverAccess>().RenewAsync();
        await app.Services.GetRequiredService<StationAddress>().RememberAsync(ReachedFromHere(own).TrimEnd('/'));
        app.Services.GetRequiredService<ChangeFeed>().Publish(ChangeKind.Deliveries);
        return address.TrimEnd('/');
    }

    /// <summary>What is said about who may use it, at the start.</summary>
    public static async Task<string> DescribeAccessAsync(this WebApplication app)
    {
        var access = app.Services.GetRequiredService<StationAccess>();
        return await access.IsOpenAsync()
            ? "Nobody signs in: only this machine reaches the station, and nobody was made yet (/set-up makes the administrator)."
            : await access.HasPeopleAsync()
            ? "Everything asks for a sign-in or a key."
            : "Everything asks for a sign-in. There is nobody yet: open /set-up here, or elsewhere with the code "
                + $"{app.Services.GetRequiredService<SetUpCode>().Make()}, which is good until it was used or the station ends.";
    }

    private static string ReachedFromHere(string address) => address
        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://[::1]", StringComparison.Ordinal);
}
