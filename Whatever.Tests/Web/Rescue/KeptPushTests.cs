using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Whatever.Tests.Support;
using Whatever.Web.Api;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Rescue;

/// <summary>What was pushed while there was no database is stored once there is one.</summary>
public sealed class KeptPushTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestStation.Cancellation;

    private DataFolder Data => new(folder.Path);

    public void Dispose() => folder.Dispose();

    /// <summary>A box without a battery that boots days ago: what is of now lies in no future once its clock is right.</summary>
    [Fact]
    public async Task Kept_WhileTheClockWasBehind_IsJudgedByTheClockOfNow()
    {
        await using var station = await TestStation.StartAsync(root: folder.Path, isServed: true);
        await station.AddSensorAsync();
        await KeepAsync(station, TestStation.Noon.AddDays(-4), """[{"time":"2024-07-09 9:00","flow_rate":41}]""");
        await StoreKeptAsync(station);
        Assert.Equal([41], await FlowRatesAsync(station));
        Assert.Equal(0, station.Get<KeptPushes>().Count);
    }

    /// <summary>Its sender was told that it is kept, and has forgotten it.</summary>
    [Fact]
    public async Task Kept_WithARowThatCannotBe_StaysWithItsReasonBesideWhatIsStored()
    {
        await using var station = await TestStation.StartAsync(root: folder.Path, isServed: true);
        await station.AddSensorAsync();
        await KeepAsync(
            station, TestStation.Noon, """[{"time":"2024-07-09 9:00","flow_rate":41},{"time":"2024-07-19 9:00","flow_rate":42}]""");
        await StoreKeptAsync(station);
        Assert.Equal([41], await FlowRatesAsync(station));
        var reason = Assert.Single(Directory.GetFiles(Path.Combine(Data.Kept, "Refused"), "*.txt"));
        Assert.Contains("\"rejected\":1", await File.ReadAllTextAsync(reason, Cancellation), StringComparison.Ordinal);
        Assert.Contains("42", await File.ReadAllTextAsync(Path.ChangeExtension(reason, ".body"), Cancellation), StringComparison.Ordinal);
        Assert.Equal(1, KeptPushes.CountRefused(Data));
    }

    /// <summary>A torn file of which nobody knows whose it was holds up nobody.</summary>
    [Fact]
    public async Task Kept_OneIsTorn_IsSetAsideAndTheOthersAreStored()
    {
        await using var station = await TestStation.StartAsync(root: folder.Path, isServed: true);
        await station.AddSensorAsync();
        await KeepAsync(station, TestStation.Noon, """[{"time":"2024-07-09 9:00","flow_rate":41}]""");
        await KeepAsync(station, TestStation.Noon, """[{"time":"2024-07-09 9:01","flow_rate":42}]""");
        await File.WriteAllTextAsync(station.Get<KeptPushes>().List()[0] + ".json", "{\"Sens", Cancellation);
        await StoreKeptAsync(station);
        Assert.Equal([42], await FlowRatesAsync(station));
        Assert.Equal((0, 1), (station.Get<KeptPushes>().Count, KeptPushes.CountRefused(Data)));
        var body = Assert.Single(Directory.GetFiles(Path.Combine(Data.Kept, "Refused"), "*.body"));
        Assert.Contains("41", await File.ReadAllTextAsync(body, Cancellation), StringComparison.Ordinal);
    }

    /// <summary>Two days without a database: what came in time is told when it is stored, as a file too.</summary>
    [Theory]
    [InlineData("application/json", """[{"time":"2024-07-07 9:00","flow_rate":260}]""")]
    [InlineData("text/csv", "time,flow_rate,pressure\n2024-07-07 9:00,260,40\n")]
    public async Task Kept_ForTwoDays_IsNoHistory(string type, string body)
    {
        await using var station = await TestStation.StartAsync(root: folder.Path, isServed: true);
        var sensor = await station.AddJudgedSensorAsync();
        Assert.True(await station.Get<KeptPushes>().KeepAsync(
            new KeptPush("sensor_01", "", type, null, TestStation.Noon.AddDays(-2)), new MemoryStream(Encoding.UTF8.GetBytes(body)),
            1 << 20, Cancellation));
        await StoreKeptAsync(station);
        Assert.Equal([260], await FlowRatesAsync(station));
        Assert.Equal(1, (await station.DetectNewAsync(sensor)).Alerts);
    }

    internal static async Task StoreKeptAsync(TestStation station)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.ConfigureHttpJsonOptions(_ => { });
        collection.AddProblemDetails();
        collection.AddSingleton(station.Get<PushedReadings>());
        collection.AddSingleton(new PushedFiles(station.Get<ReadingImporter>(), station.Get<UploadStore>(), station.Folder));
        await using var services = collection.BuildServiceProvider();
        using var storage = new KeptPushStorage(
            station.Get<KeptPushes>(), services, station.Get<IDbContextFactory<StationDbContext>>(), station.Get<StationAccess>(),
            station.Time, NullLogger<KeptPushStorage>.Instance);
        await storage.StartAsync(Cancellation);
        await storage.ExecuteTask!.WaitAsync(Cancellation);
        await storage.StopAsync(Cancellation);
    }

    private static async Task KeepAsync(TestStation station, DateTimeOffset at, string body) => Assert.True(
        await station.Get<KeptPushes>().KeepAsync(
            new KeptPush("sensor_01", "", "application/json", null, at), new MemoryStream(Encoding.UTF8.GetBytes(body)), 1 << 20,
            Cancellation));

    private static Task<List<double>> FlowRatesAsync(TestStation station) => station.QueryAsync(
        db => db.Readings.OrderBy(row => row.Minute).Select(row => row.FlowRate!.Value).ToListAsync(Cancellation));
}
