using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Alarms;

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
    public void Merge_MinutesApart_MayMissOneReading(int interval, int apart, int spans) =>
        Assert.Equal(spans, Merge(interval, At(0), At(apart)).Count);

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
        var spans = Merge(
            1, At(0), At(0, quantity: Quantity.Pressure), At(0, cause: AlarmCause.Stuck), At(0, cause: AlarmCause.Stuck, quantity: null),
            At(1));
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
                At(0, sensor: sensor), At(1, sensor: sensor), At(100, sensor: sensor),
                At(50, sensor: sensor, cause: AlarmCause.Stuck, quantity: null), At(60, sensor: other),
            ]);
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        var opened = AlarmSetup.Opened(Begin + 52, AlarmCause.Stuck, since: Begin + 40, quantity: null);
        await station.ApplyAsync(sensor.Key, opened, opened.Closed(Begin + 70));
        var alarm = await station.OnlyAlarmAsync();
        var queries = station.Get<FindingQueries>();
        var (all, more, isCounted) = await queries.SpansAsync(sensor, Begin, Begin + 200, null, 2, TestStation.Cancellation);
        Assert.Equal((1, 2, true), (more, all.Count, isCounted));
        Assert.Equal([(Begin + 100, null), (Begin + 50, alarm.Id)], all.Select(span => (span.FromMinute, span.AlarmId)));
        var (forecasts, _, _) = await queries.SpansAsync(sensor, Begin, Begin + 50, JudgementKind.Forecast, 50, TestStation.Cancellation);
        Assert.Equal([(Begin, 2)], forecasts.Select(span => (span.FromMinute, span.Minutes)));
        Assert.Empty((await queries.SpansAsync(sensor, Begin, Begin + 200, JudgementKind.NightFlow, 50, TestStation.Cancellation)).Rows);
    }

    /// <summary>
    /// Spikes that come and go for two days beside a fault that lasts: it is shown whole, and what is not shown is counted up to a point.
    /// </summary>
    [Theory]
    [InlineData(1500, 0, FindingQueries.MostCounted, false)]
    [InlineData(1500, 5900, FindingQueries.MostCounted, false)]
    [InlineData(500, 0, 450, true)]
    [InlineData(40, 0, 0, true)]
    public async Task Spans_OfMoreThanIsShown_AreWholeAndCountedUpToAPoint(int spikes, int stuckFrom, int more, bool isCounted)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var findings = Enumerable.Range(0, spikes).Select(i => At(4 * i, sensor: sensor, cause: AlarmCause.Spike))
            .Concat(
                Enumerable.Range(stuckFrom, 8000).Select(minute => At(minute, sensor: sensor, cause: AlarmCause.Stuck, quantity: null)));
        await using (var db = await station.OpenAsync())
        {
            db.Findings.AddRange(findings);
            await db.SaveChangesAsync(TestStation.Cancellation);
        }

        const int ShownSpikes = 50;
        var found = await station.Get<FindingQueries>()
            .SpansAsync(sensor, Begin, Begin + 20_000, null, ShownSpikes + 1, TestStation.Cancellation);
        Assert.Equal((Math.Min(ShownSpikes, spikes) + 1, more, isCounted), (found.Rows.Count, found.More, found.IsCounted));
        Assert.Equal((AlarmCause.Stuck, Begin + stuckFrom, 8000), (found.Rows[0].Cause, found.Rows[0].FromMinute, found.Rows[0].Minutes));
        Assert.Equal(
            Enumerable.Range(0, Math.Min(ShownSpikes, spikes)).Select(i => Begin + (4 * (spikes - 1 - i))),
            found.Rows.Skip(1).Select(span => span.FromMinute));
    }

    /// <summary>A year's worth of rows is not read for the last few of them.</summary>
    [Fact]
    public void IsComplete_ShownSpansThatCannotGrow_EndsTheReading()
    {
        var merge = new FindingMerge(1, 2);
        merge.Add(At(100));
        merge.Add(At(50, cause: AlarmCause.Drift));
        Assert.False(merge.IsCompleteAt(Begin + 40));
        Assert.False(merge.IsCompleteAt(Begin - 70));
        Assert.True(merge.IsCompleteAt(Begin - 71));
        merge.Add(At(-71));
        Assert.Equal((3, 2), (merge.Count, merge.Shown.Count));
        Assert.True(merge.IsCompleteAt(Begin - 72));
    }

    private static List<FindingSpan> Merge(int interval, params Finding[] findings)
    {
        var merge = new FindingMerge(interval, findings.Length);
        foreach (var found in findings.Reverse())
        {
            merge.Add(found);
        }

        return [.. merge.Shown];
    }

    private static Finding At(
        int minute, double score = 95, OutlierStage stage = OutlierStage.Interest, AlarmCause cause = AlarmCause.Forecast,
        Quantity? quantity = Quantity.FlowRate, Sensor? sensor = null) =>
        new()
        {
            SensorKey = sensor?.Key ?? 1,
            Minute = Begin + minute,
            Cause = cause,
            QuantityCode = quantity is { } known ? (int)known : -1,
            Score = score,
            Stage = stage,
        };
}
