using Microsoft.EntityFrameworkCore;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Monitoring;

public sealed class ValueStageTests : IAsyncLifetime
{
    /// <summary>Upper-tail percentiles of 50, 91, 96, 98.5 and 99.5.</summary>
    private static readonly double[] OneOfEachStage = DetectionSetup.Flows(0, 1.3408, 1.7507, 2.1701, 2.5758);
    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync();

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task DetectNew_Alert_HasTheBytesOfTheContract()
    {
        var sensor = await station.AddSensorAsync();
        await station.SetCriteriaAsync(sensor, Quantity.FlowRate, 205.3, 10);
        await station.StoreAsync(sensor, sensor.At("2024-07-09 0:01"), [227]);
        await station.DetectNewAsync(sensor);
        Assert.Equal(["""{"sensor_id":"sensor_01","time":"2024-07-09 0:01","outlier_stage":3,"value":227,"quantity":"flow_rate"}"""], await station.AlertsAsync());
        var delivery = await station.QueryAsync(db => db.Deliveries.SingleAsync(TestStation.Cancellation));
        Assert.Equal(
            (
                "alert/sensor_01/flow_rate/2024-07-08T15:01Z/3-227", TestStation.Noon, DeliveryState.Waiting,
                OutboundDelivery.DigestOf(delivery.Payload)),
            (delivery.IdempotencyKey, delivery.ReleasedAt!.Value, delivery.State, delivery.Sha256));
    }

    [Fact]
    public async Task DetectNew_OneOfEachStage_IsCountedByStage()
    {
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, [.. OneOfEachStage, double.NaN], [40, 40, 40, double.NaN, 40, 48]);
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal((6, 10, 2, 5), (report.Minutes, report.Judged, report.NotJudged, report.Alerts));
        Assert.Equal(
            [("0", 5), ("1", 1), ("2", 1), ("3", 1), ("4", 2)],
            report.ByStage.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(
            (5, 1, 5, 1),
            (
                report.ByQuantity["flow_rate"].Judged, report.ByQuantity["flow_rate"].NotJudged, report.ByQuantity["pressure"].Judged,
                report.ByQuantity["pressure"].NotJudged));
        var stored = await station.QueryAsync(
            db =>
                db.Judgements.OrderBy(row => row.Minute).Select(row => new { row.FlowRateStage, row.PressureStage })
                    .ToListAsync(TestStation.Cancellation));
        Assert.Equal([0, 1, 2, 3, 4, null], stored.Select(row => (int?)row.FlowRateStage));
        Assert.Equal([0, 0, 0, null, 0, 4], stored.Select(row => (int?)row.PressureStage));
    }

    /// <summary>The setting counts for minutes from then on, and only where the criteria know the history's percentiles.</summary>
    [Fact]
    public async Task DetectNew_OwnPercentiles_AreThoseOfTheHistory()
    {
        var (random, sensor) = (new Random(7), await station.AddSensorAsync());
        double[] history = [.. Enumerable.Range(0, 3 * 1440).Select(_ => (random.NextDouble() < 0.06 ? 150 : 100) + random.NextDouble())];
        await station.StoreAsync(sensor, 28_000_000, history);
        await station.DetectNewAsync(sensor);
        var judge = await station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        var draft = ThresholdEditor.DraftOf(judge).With(settings => settings with { Distribution = ValueDistribution.Empirical });
        Assert.Empty(await station.Get<ThresholdEditor>().SaveAsync(draft with { Reason = "a pump", Who = "Kim" }, TestStation.Cancellation));
        var now = 28_000_000 + history.Length;
        await station.StoreAsync(sensor, now, [150.2, 100.5]);
        await station.DetectNewAsync(sensor);
        var criteria = await station.Get<CriteriaBuilder>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        var (known, cells) = (criteria!.ToCriteria(), new HourCells(sensor.Clock.ToLocal, HolidayCalendars.Empty));
        var judged = await station.QueryAsync(
            db => db.Judgements.Where(row => row.Minute >= now).OrderBy(row => row.Minute).Select(row => row.FlowRatePercentile)
                .ToListAsync(TestStation.Cancellation));
        Assert.Equal(
            [known.At(cells, now).Percentile(150.2, Tail.Upper, known.Empirical), known.At(cells, now + 1).Percentile(100.5, Tail.Upper, known.Empirical)],
            judged);
        Assert.InRange(judged[0]!.Value, 92, 99.9);
        Assert.True(known.At(cells, now).Percentile(150.2, Tail.Upper) > 99.9);
        var outliers = await station.QueryAsync(db => db.Judgements.CountAsync(row => row.FlowRateStage == OutlierStage.Serious, TestStation.Cancellation));
        Assert.InRange(outliers, 200, 300);
    }

    /// <summary>A profile that was stored before the percentiles were: the normal distribution counts, whatever the setting says.</summary>
    [Fact]
    public void ToCriteria_ProfileOfAnEarlierVersion_HasNoOwnPercentiles()
    {
        const string Json = """{"Criteria":{"Context":0,"All":{"Mean":10,"StandardDeviation":2,"Count":5000},"Cells":[]},"Habits":{}}""";
        var criteria = new CriteriaVersion { Profile = Json }.ToCriteria();
        Assert.Null(criteria.Empirical);
        Assert.Same(DeviationScale.Normal, criteria.ScaleOf(ValueDistribution.Empirical));
    }

    [Fact]
    public async Task DetectNew_Again_JudgesAndQueuesNothing()
    {
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, OneOfEachStage);
        await station.DetectNewAsync(sensor);
        var again = await station.DetectNewAsync(sensor);
        Assert.Equal((0, 0), (again.Minutes, again.Alerts));
        Assert.Equal(4, (await station.AlertsAsync()).Length);
    }

    [Fact]
    public async Task Detect_SameSpanAgain_QueuesNothingTwice()
    {
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, OneOfEachStage);
        await station.DetectNewAsync(sensor);
        var again = await station.Get<SpanDetector>().DetectAsync(sensor, null, null, TestStation.Cancellation);
        Assert.Equal((5, 5, 0), (again.Minutes, again.Judged, again.Alerts));
        Assert.Equal(4, (await station.AlertsAsync()).Length);
    }

    [Fact]
    public async Task DetectNew_LateRows_AreJudgedWhenTheyCome()
    {
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_010, DetectionSetup.Flows(0, 3));
        await station.DetectNewAsync(sensor);
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(3, 0));
        Assert.Equal((2, 1), (await station.DetectNewAsync(sensor)) is var report ? (report.Judged, report.Alerts) : default);
    }

    [Fact]
    public async Task DetectNew_CorrectedValue_ReplacesTheJudgementAndIsANewAlert()
    {
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(3));
        await station.DetectNewAsync(sensor);
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(0));
        await station.DetectNewAsync(sensor);
        Assert.Equal(
            OutlierStage.Normal, (await station.QueryAsync(db => db.Judgements.SingleAsync(TestStation.Cancellation))).FlowRateStage);
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(4));
        Assert.Equal(1, (await station.DetectNewAsync(sensor)).Alerts);
    }

    [Fact]
    public async Task DetectNew_TooFewReadings_JudgesNothingAndForgetsNothing()
    {
        var sensor = await station.AddSensorAsync();
        var random = new Random(3);
        await station.StoreAsync(sensor, 28_000_000, [.. Enumerable.Range(0, 1439).Select(_ => 200 + random.NextDouble())]);
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal((0, null), (report.Judged, report.CriteriaVersion));
        var status = (await station.Get<CriteriaStatus>().DescribeAsync(sensor.Key, TestStation.Cancellation))[0];
        Assert.Equal((1439, 1, null), (status.UsableReadings, status.MissingReadings, status.Current));
        await station.StoreAsync(sensor, 28_001_439, [200.5]);
        Assert.Equal(
            (1440, 1), (await station.DetectNewAsync(sensor)) is var later ? (later.Judged, later.CriteriaVersion!.Value) : default);
    }

    [Fact]
    public async Task Detect_TooFewReadings_CountsThemAsNotJudged()
    {
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, [1, 2, 3]);
        var report = await station.Get<SpanDetector>().DetectAsync(sensor, null, null, TestStation.Cancellation);
        Assert.Equal((3, 0, 6, null), (report.Minutes, report.Judged, report.NotJudged, report.CriteriaVersion));
        Assert.Equal(1, await station.QueryAsync(db => db.StaleSpans.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task DetectNew_PressureReachesItsCriteriaLater_JudgesItsOldMinutesToo()
    {
        var sensor = await station.AddJudgedSensorAsync(withPressure: false);
        await station.StoreAsync(
            sensor, 28_000_000, DetectionSetup.Flows(new double[1439]), [.. Enumerable.Range(0, 1439).Select(i => 40.0 + (i % 5))]);
        Assert.Equal(1439, (await station.DetectNewAsync(sensor)).Judged);
        await station.StoreAsync(sensor, 28_001_439, DetectionSetup.Flows(0), [40]);
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal(1440, report.ByQuantity["pressure"].Judged);
    }

    [Fact]
    public async Task DetectNew_InitialDataGivenLater_JudgesTheOldMinutesToo()
    {
        var sensor = await station.AddJudgedSensorAsync(withPressure: false);
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(0, 0), [40, 48]);
        await station.DetectNewAsync(sensor);
        var random = new Random(5);
        double[] initial = [.. Enumerable.Range(0, 1440).Select(_ => 40 + random.NextDouble())];
        Assert.NotNull(
            await station.Get<CriteriaBuilder>()
                .BuildFromInitialDataAsync(sensor.Key, Quantity.Pressure, initial, TestStation.Cancellation));
        Assert.Equal(2, (await station.DetectNewAsync(sensor)).ByQuantity["pressure"].Judged);
    }

    [Fact]
    public async Task DetectNew_QueueCannotBeWritten_KeepsNoJudgementEither()
    {
        var sensor = await station.AddJudgedSensorAsync();
        await station.StoreAsync(sensor, 28_000_000, OneOfEachStage);
        await station.ExecuteAsync("CREATE TRIGGER full BEFORE INSERT ON deliveries BEGIN SELECT RAISE(ABORT, 'no more'); END");
        await Assert.ThrowsAnyAsync<Exception>(() => station.DetectNewAsync(sensor));
        Assert.Equal(0, await station.QueryAsync(db => db.Judgements.CountAsync(TestStation.Cancellation)));
        await station.ExecuteAsync("DROP TRIGGER full");
        Assert.Equal((5, 4), (await station.DetectNewAsync(sensor)) is var report ? (report.Judged, report.Alerts) : default);
    }

    [Fact]
    public async Task DetectNew_ConstantHistory_MakesEveryOtherValueSerious()
    {
        var sensor = await station.AddSensorAsync();
        await station.SetCriteriaAsync(sensor, Quantity.FlowRate, 5, 0);
        await station.StoreAsync(sensor, 28_000_000, [5, 5.001, 4.999]);
        Assert.Equal(
            [(0, 2), (4, 1)], (await station.DetectNewAsync(sensor)).ByQuantity["flow_rate"].PerStage.Index().Where(pair => pair.Item > 0));
    }
}
