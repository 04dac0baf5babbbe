using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>The station's parts without its web server, for one command.</summary>
internal sealed class StationScope : IAsyncDisposable
{
    private readonly IHost host;

    private StationScope(IHost host) => this.host = host;

    /// <summary>The station of the data folder, which is made where there is none.</summary>
    public static Task<StationScope> OpenOrCreateAsync(ParseResult parsed, CancellationToken cancellation) =>
        OpenAsync(DataFolder.Locate(parsed.GetValue(CommonOptions.Data)), cancellation);

    /// <exception cref="CommandFailedException">The data folder holds no station; nothing was made.</exception>
    public static Task<StationScope> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var root = DataFolder.Locate(parsed.GetValue(CommonOptions.Data));
        return File.Exists(DataFolder.DatabaseOf(root))
            ? OpenAsync(root, cancellation)
            : throw new CommandFailedException(
                new Problem("command.no-station", root));
    }

    private static async Task<StationScope> OpenAsync(string root, CancellationToken cancellation)
    {
        FolderRights.KeepToOwner();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error)
            .AddFilter("Microsoft.EntityFrameworkCore.Database", LogLevel.None);
        builder.Services.AddSingleton(new DefaultActor(new Actor(ActorKind.Command, Environment.UserName)));
        builder.Services.AddStation(new DataFolder(root));
        var scope = new StationScope(builder.Build());
        await scope.host.Services.PrepareStationAsync(withDemo: false, cancellation);
        return scope;
    }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public Task<StationDbContext> OpenDatabaseAsync(CancellationToken cancellation) =>
        Get<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);

    /// <exception cref="CommandFailedException">There is no such sensor.</exception>
    public async Task<Sensor> SensorAsync(string id, CancellationToken cancellation)
    {
        await using var db = await OpenDatabaseAsync(cancellation);
        if (await db.Sensors.AsNoTracking().FirstOrDefaultAsync(sensor => sensor.Id == id, cancellation) is { } sensor)
        {
            return sensor;
        }

        var known = await db.Sensors.Select(row => row.Id).Order().Take(10).ToListAsync(cancellation);
        throw new CommandFailedException(known.Count == 0
            ? new Problem("command.no-sensor-yet", id, Get<DataFolder>().Root)
            : new Problem("command.no-sensor", id, string.Join(", ", known)));
    }

    public ValueTask DisposeAsync() => host is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
