using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;

namespace Whatever.Tests.Alarms;

public sealed class FindingQueriesTests
{
    private const int Begin = 28_000_000;

    [Fact]
    public void Merge_MinutesOfOneCause_AreOneSpanWithTheHighestScore()
    {
        var spans = Merge(1, At(0, score: 91), At(1, score: 97, stage: OutlierStage.Caution), At(3, score: 92));
        Assert.Equal([new FindingSpan(AlarmCause.Forecast, Quantity.FlowRate, Begin, Begin + 3, 4, 97, OutlierStage.Caution)], spans);
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(1, 3, 2)]
    [InlineData(15, 30, 1)]
    [InlineData(15, 45, 2)]
    public void Merge_MinutesApart_MayMissOneReading(int interval, int apart, int spans) => Assert.Equal(spans, Merge(interval, At(0), At(apart)).Count);

    [Theory]
    [InlineData(AlarmCause.Drift, 60, 120)]
    [InlineData(AlarmCause.Leak, 1440, 2880)]
    [InlineData(AlarmCause.NightFlowStep, 1440, 2880)]
    public void Merge_CausesThatAreLookedForSeldom_AreOneSpan(AlarmCause cause, int step, int minutes)
    {
        Assert.Equal(minutes, Assert.Single(Merge(1, At(0, cause: cause), At(step, cause: cause))).Minutes);
        Assert.Equal(2, Merge(1, At(0, cause: cause), At((2 * step) + 1, cause: cause)).Count);
    }

    [Fact]
    public void Merge_OtherCauseOrQuantity_IsASpanOfItsOwn()
    {
        var spans = Merge(1, At(0), At(0, quantity: Quantity.Pressure), At(0, cause: AlarmCause.Stuck), At(0, cause: AlarmCause.Stuck, quantity: null), At(1));
        Assert.Equal(4, spans.Count);
        Assert.Equal([2, 1, 1, 1], spans.Select(span => span.Minutes).OrderDescending());
        Assert.Contains(spans, span => span is { Cause: AlarmCause.Stuck, Quantity: null });
    }

    [Fact]
    public async Task Spans_OfASensor_AreNewestFirstByKindWithTheirAlarm()
    {
        await using var station = await TestStation.StartAsync();
        var (sensor, other) = (await station.AddSensorAsync(), await station.AddSensorAsync(new() { Id = "sensor_02" }));
        await using (var db = await station.OpenAsync())
        {
            db.Findings.AddRange(
            [
                At(0, sensor: sensor), At(1, sensor: sensor), At(100, sensor: sensor), At(50, sensor: sensor, cause: AlarmCause.Stuck, quantity: null), At(60, sensor: other),
            ]);
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        var opened = AlarmSetup.Opened(Begin + 52, AlarmCause.Stuck, since: Begin + 40, quantity: null);
        await station.ApplyAsync(sensor.Key, opened, opened.Closed(Begin + 70));
        var alarm = await station.OnlyAlarmAsync();
        var queries = station.Get<FindingQueries>();
        var (all, total) = await queries.SpansAsync(sensor, Begin, Begin + 200, null, 2, TestStation.Cancellation);
        Assert.Equal((3, 2), (total, all.Count));
        Assert.Equal([(Begin + 100, null), (Begin + 50, alarm.Id)], all.Select(span => (span.FromMinute, span.AlarmId)));
        var (forecasts, _) = await queries.SpansAsync(sensor, Begin, Begin + 50, JudgementKind.Forecast, 50, TestStation.Cancellation);
        Assert.Equal([(Begin, 2)], forecasts.Select(span => (span.FromMinute, span.Minutes)));
        Assert.Empty((await queries.SpansAsync(sensor, Begin, Begin + 200, JudgementKind.NightFlow, 50, TestStation.Cancellation)).Rows);
    }

    private static List<FindingSpan> Merge(int interval, params Finding[] findings) => [.. FindingQueries.Merge(findings, interval)];

    private static Finding At(
        int minute, double score = 95, OutlierStage stage = OutlierStage.Interest, AlarmCause cause = AlarmCause.Forecast, Quantity? quantity = Quantity.FlowRate, Sensor? sensor = null) =>
        new() { SensorKey = sensor?.Key ?? 1, Minute = Begin + minute, Cause = cause, QuantityCode = quantity is { } known ? (int)known : -1, Score = score, Stage = stage };
}
