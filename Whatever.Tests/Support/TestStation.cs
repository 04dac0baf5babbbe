using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Whatever.Web;
using Whatever.Web.Domain;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Support;

/// <summary>A whole station without its web server, on a real SQLite file in a folder of its own, at a time that the test sets.</summary>
public sealed class TestStation : IAsyncDisposable
{
    /// <summary>A Tuesday, 12:00 in Seoul.</summary>
    public static readonly DateTimeOffset Noon = new(2024, 7, 9, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Migrated once; hundreds of stations begin with a copy.</summary>
    private static readonly Lazy<Task<byte[]>> EmptyDatabase = new(MigrateAsync);

    private readonly ServiceProvider services;
    private readonly TestFolder? ownFolder;

    private TestStation(ServiceProvider services, FakeTimeProvider time, TestFolder? ownFolder) =>
        (this.services, Time, this.ownFolder) = (services, time, ownFolder);

    public FakeTimeProvider Time { get; }

    public DataFolder Folder => Get<DataFolder>();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="now">Where the clock stands; <see cref="Noon"/> unless given.</param>
    /// <param name="root">A folder that outlives the station, for tests that start it twice.</param>
    /// <param name="change">Replaces parts.</param>
    /// <param name="isServed">As the server looks at its database, without the demo.</param>
    public static async Task<TestStation> StartAsync(
        DateTimeOffset? now = null, string? root = null, Action<IServiceCollection>? change = null, bool isServed = false)
    {
        var folder = root is null ? new TestFolder() : null;
        var time = new FakeTimeProvider(now ?? Noon);
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddStation(new DataFolder(root ?? folder!.Path));
        collection.AddSingleton<TimeProvider>(time);
        change?.Invoke(collection);
        var station = new TestStation(collection.BuildServiceProvider(), time, folder);
        if (!File.Exists(station.Folder.Database) && !File.Exists(station.Folder.Restoring))
        {
            await File.WriteAllBytesAsync(station.Folder.Database, await EmptyDatabase.Value, Cancellation);
        }

        try
        {
            await (isServed
                ? station.services.PrepareDatabaseAsync(isLookedAt: true, Cancellation)
                : station.services.PrepareStationAsync(withDemo: false, Cancellation));
        }
        catch
        {
            await station.DisposeAsync();
            throw;
        }

        return station;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task<StationDbContext> OpenAsync() => Get<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(Cancellation);

    public async Task<Sensor> AddSensorAsync(SensorDraft? draft = null)
    {
        var wanted = draft ?? new SensorDraft { Id = "sensor_01" };
        Assert.Empty(await Get<StationEditor>().AddSensorAsync(wanted, cancellation: Cancellation));
        await using var db = await OpenAsync();
        return await db.Sensors.AsNoTracking().SingleAsync(sensor => sensor.Id == wanted.Id, Cancellation);
    }

    /// <summary>As which it sends; stations that began with the same copy have the same.</summary>
    public async Task<string> IdentityAsync()
    {
        await using var db = await OpenAsync();
        return await StationIdentity.FindAsync(db, Cancellation);
    }

    private static async Task<byte[]> MigrateAsync()
    {
        using var folder = new TestFolder();
        var data = new DataFolder(folder.Path);
        await using (var services = new ServiceCollection().AddLogging().AddStation(data).BuildServiceProvider())
        {
            await services.PrepareStationAsync(withDemo: false, CancellationToken.None);
            await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync();

            // All of it stands in the one file only once nobody holds it open.
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        return await File.ReadAllBytesAsync(data.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        ownFolder?.Dispose();
    }
}
