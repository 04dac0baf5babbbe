using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>What was more than a day old when it was stored is judged, and the target does not hear of it.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task Detect_MinutesAroundADayAgo_TellsThoseThatAreNoHistory()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        var now = StationClock.MinuteOf(station.Time.GetUtcNow());
        await StoreAsync(station, sensor, now - History.Minutes - 3, 6);
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal((6, 3), (report.Judged, report.Alerts));
        Assert.Equal(6, await JudgedAsync(station));
    }

    [Fact]
    public async Task Detect_StoredInTimeAndJudgedDaysLater_IsTold()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        await StoreAsync(station, sensor, StationClock.MinuteOf(station.Time.GetUtcNow()) - 2, 2);
        station.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(2, (await station.DetectNewAsync(sensor)).Alerts);
    }

    [Fact]
    public async Task Detect_WaitedForCriteriaMinuteByMinute_IsTold()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync(new() { Id = "sensor_01" });
        for (var i = 0; i < 4; i++)
        {
            await StoreAsync(station, sensor, StationClock.MinuteOf(station.Time.GetUtcNow()), 1);
            station.Time.Advance(TimeSpan.FromMinutes(1));
            await station.DetectNewAsync(sensor);
        }

        // One span by now; what comes then is history, and no part of it.
        station.Time.Advance(TimeSpan.FromDays(2));
        await StoreAsync(station, sensor, StationClock.MinuteOf(station.Time.GetUtcNow()) - 2880, 1);
        await station.DetectNewAsync(sensor);
        await station.SetCriteriaAsync(sensor, Whatever.Model.Series.Quantity.FlowRate, DetectionSetup.Mean, DetectionSetup.Deviation);
        station.Get<ChangeFeed>().Publish(ChangeKind.Settings, sensor.Key);
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal((5, 4), (report.Judged, report.Alerts));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    public async Task Import_OfHistory_IsToldWhereAPersonAsks(bool asks, int alerts)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        var day = sensor.Local(StationClock.MinuteOf(station.Time.GetUtcNow()) - (3 * History.Minutes))[..10];
        var path = Path.Combine(station.Folder.Root, "old.csv");
        await File.WriteAllTextAsync(
            path, $"time,flow_rate,pressure\n{day} 0:01,260,40\n{day} 0:02,260,40\n{day} 0:03,260,40\n", TestStation.Cancellation);
        await station.Get<ReadingImporter>().ImportAllAsync(
            sensor, path, "old.csv", new PlanChoices(), tellsHistory: asks, cancellation: TestStation.Cancellation);
        Assert.Equal(alerts, (await station.DetectNewAsync(sensor)).Alerts);
        Assert.Equal(3, await JudgedAsync(station));
    }

    [Fact]
    public async Task DetectSpan_APersonAsks_TellsHistoryToo()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddJudgedSensorAsync();
        await StoreAsync(station, sensor, StationClock.MinuteOf(station.Time.GetUtcNow()) - (9 * History.Minutes), 4);
        Assert.Equal(0, (await station.DetectNewAsync(sensor)).Alerts);
        Assert.Equal(4, (await station.Get<SpanDetector>().DetectAsync(sensor, null, null, TestStation.Cancellation)).Alerts);
    }

    private static Task<WriteCounts> StoreAsync(TestStation station, Sensor sensor, int from, int count) => station.Get<ReadingStore>()
        .StoreAsync(
            sensor.Key, StationActions.Columns(from, DetectionSetup.Flows([.. Enumerable.Repeat(6.0, count)])),
            cancellation: TestStation.Cancellation);

    private static Task<int> JudgedAsync(TestStation station) => station.QueryAsync(db => Task.FromResult(db.Judgements.Count()));
}
