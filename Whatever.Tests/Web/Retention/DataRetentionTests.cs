using Microsoft.EntityFrameworkCore;
using Whatever.Model.Files;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Retention;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Retention;

public sealed class DataRetentionTests : IAsyncLifetime
{
    private const int Day = 1440;
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        Assert.Null(await station.Get<StationSettings>().SetRetentionDaysAsync(30, TestStation.Cancellation));
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Purge_OldReadings_GoButTheirRollupsStay()
    {
        // The last minute of an hour: readings are removed by whole hours, as roll-ups are.
        const int newest = 28_000_019;
        var minutes = new[] { newest - (400 * Day), newest - (31 * Day), newest - (30 * Day), newest - (30 * Day) + 1, newest };
        await station.StoreAsync(sensor, new ReadingColumns(minutes, new double[5], new double[5]));
        await JudgeAsync(minutes);
        Assert.Equal(new Purged(30, 3, 0, 0), await PurgeAsync());
        Assert.Equal(minutes[3..], (await station.ReadingsAsync(sensor)).Select(row => row.Minute));
        Assert.Equal(
            minutes[3..], await station.QueryAsync(db => db.Judgements.Select(row => row.Minute).ToArrayAsync(TestStation.Cancellation)));
        Assert.Equal(5, await station.QueryAsync(db => db.HourlyRollups.CountAsync(TestStation.Cancellation)));
        Assert.False((await PurgeAsync()).Any);
    }

    [Fact]
    public async Task Purge_OfMostOfTheDatabase_GivesTheDiskBack()
    {
        const int newest = 28_000_019;
        await station.StoreAsync(sensor, newest - (130 * Day), [.. Enumerable.Range(0, 90 * Day).Select(minute => minute * 0.37)]);
        await station.StoreAsync(sensor, newest, [1]);
        var before = await PagesAsync();
        await PurgeAsync();
        Assert.InRange(await PagesAsync(), 1, before / 2);
        Assert.Equal(1, await station.QueryAsync(db => db.Readings.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Purge_HistoryImportedLongAfterwards_IsKept()
    {
        await station.StoreAsync(sensor, sensor.At("2001-01-01 0:00"), [1, 2, 3]);
        Assert.False((await PurgeAsync()).Any);
        Assert.Equal(3, (await station.ReadingsAsync(sensor)).Count);
    }

    [Fact]
    public async Task Purge_EachSensor_CountsBackFromItsOwnNewestReading()
    {
        var other = await station.AddSensorAsync(new() { Id = "other" });
        await station.StoreAsync(sensor, 20_000_000, [1]);
        await station.StoreAsync(other, 28_000_000, [1]);
        Assert.False((await PurgeAsync()).Any);
    }

    [Fact]
    public async Task Purge_Deliveries_OnlyThoseWithAnOldReceiptGo()
    {
        var old = TestStation.Noon.AddDays(-31);
        await QueueAsync("waiting", DeliveryKind.Alert, DeliveryState.Waiting, null, null);
        await QueueAsync("refused", DeliveryKind.Alert, DeliveryState.Refused, null, null);
        await QueueAsync("received", DeliveryKind.Alert, DeliveryState.Received, old, null);
        await QueueAsync("fresh", DeliveryKind.Alert, DeliveryState.Received, TestStation.Noon.AddDays(-29), null);
        await QueueAsync("not-moved", DeliveryKind.Forecast, DeliveryState.Received, old, null);
        await QueueAsync("moved", DeliveryKind.Forecast, DeliveryState.Received, old, old);
        Assert.Equal(2, (await PurgeAsync()).Deliveries);
        Assert.Equal(
            ["waiting", "refused", "fresh", "not-moved"],
            await station.QueryAsync(
                db => db.Deliveries.OrderBy(row => row.Id).Select(row => row.IdempotencyKey).ToListAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Purge_SentFolder_OldDaysGoAndNothingElse()
    {
        Send("sensor_01/2024-06-01/Day1prediction.csv");
        Send("sensor_01/2024-07-01/Day1prediction.csv");
        Send("sensor_01/notes/Day1prediction.csv");
        Send("2020-01-01/2024-07-01/Day1prediction.csv");
        Send("2020-01-01/2020-01-01/Day1prediction.csv");
        Assert.Equal(2, (await PurgeAsync()).SentFolders);
        Assert.Equal(
            ["2020-01-01/2024-07-01/Day1prediction.csv", "sensor_01/2024-07-01/Day1prediction.csv", "sensor_01/notes/Day1prediction.csv"],
            Directory.EnumerateFiles(SentRoot, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(SentRoot, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Purge_OutputAndInboxFiles_AreNeverTouched()
    {
        var kept = Path.Combine(station.Folder.Prediction("sensor_01"), "Day1prediction.csv");
        AtomicFile.WriteText(kept, "x");
        AtomicFile.WriteText(Path.Combine(station.Folder.Inbox, "Done", "2020-01-01", "a.csv"), "x");
        await PurgeAsync();
        Assert.True(File.Exists(kept));
        Assert.Single(Directory.EnumerateFiles(station.Folder.Inbox, "*", SearchOption.AllDirectories));
    }

    private Task<long> PagesAsync() => station.QueryAsync(db => db.Database
        .SqlQueryRaw<long>("SELECT page_count AS Value FROM pragma_page_count()").SingleAsync(TestStation.Cancellation));

    private string SentRoot => Path.Combine(station.Folder.Root, "Sent");

    private Task<Purged> PurgeAsync() => station.Get<DataRetention>().PurgeAsync(TestStation.Cancellation);

    private void Send(string path) => AtomicFile.WriteText(Path.Combine(SentRoot, path), "x");

    private async Task JudgeAsync(int[] minutes)
    {
        await using var db = await station.OpenAsync();
        db.Judgements.AddRange(
            minutes.Select(
                minute =>
                    new MinuteJudgement
                    {
                        SensorKey = sensor.Key,
                        Minute = minute,
                        FlowRateStage = OutlierStage.Normal,
                        FlowRatePercentile = 1,
                    }));
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    private async Task QueueAsync(string key, DeliveryKind kind, DeliveryState state, DateTimeOffset? receiptAt, DateTimeOffset? archivedAt)
    {
        await using var db = await station.OpenAsync();
        db.Deliveries.Add(new OutboundDelivery
        {
            Kind = kind,
            SensorId = "sensor_01",
            IdempotencyKey = key,
            Payload = [1],
            Sha256 = "",
            State = state,
            ReceiptAt = receiptAt,
            ArchivedAt = archivedAt,
            CreatedAt = TestStation.Noon.AddDays(-400),
        });
        await db.SaveChangesAsync(TestStation.Cancellation);
    }
}
