using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Alarms;

/// <summary>What is judged now, and why the rest is not.</summary>
public sealed class JudgementQueriesTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Load_FewReadings_SaysHowManyAreMissing()
    {
        await station.StoreAsync(sensor, Minute - 99, [.. Enumerable.Repeat(100.0, 100)]);
        var overview = await LoadAsync();
        Assert.Equal(new NotJudged(NotJudgedReason.TooFewReadings, 100, 1440), Missing(overview, JudgementKind.Value, Quantity.FlowRate));
        Assert.Equal(new NotJudged(NotJudgedReason.TooFewReadings, 0, 1440), Missing(overview, JudgementKind.Forecast, Quantity.Pressure));
        Assert.Equal(new NotJudged(NotJudgedReason.NotYet), Missing(overview, JudgementKind.System, Quantity.FlowRate));
        Assert.Equal(new NotJudged(NotJudgedReason.TooFewNights, 0, 24), Missing(overview, JudgementKind.NightFlow, Quantity.FlowRate));
        Assert.Equal(7, overview.Judgements.Count);
    }

    [Fact]
    public async Task Load_WatchedSensor_HasAVerdictOfEachKind()
    {
        await WatchAsync(days: 30);
        await ForecastAsync(Quantity.FlowRate, 200, 190, 210);
        var overview = await LoadAsync();
        Assert.All(QuantityNames.All, quantity =>
        {
            var value = Of(overview, JudgementKind.Value, quantity);
            Assert.Equal(Minute, value.Minute);
            Assert.InRange(value.Score!.Value, 0, 100);
            var system = Of(overview, JudgementKind.System, quantity);
            Assert.Equal(
                (Minute, OutlierStage.Normal, null, null), (system.Minute!.Value, system.Stage!.Value, system.Score, system.Cause));
            Assert.Empty(system.Missing);
        });
        var reading = (await station.ReadingsAsync(sensor))[^1];
        var expected = ForecastJudge.Judge(reading.FlowRate!.Value, new ForecastBand(200, 190, 210), OutlierThresholds.Default);
        var forecast = Of(overview, JudgementKind.Forecast, Quantity.FlowRate);
        Assert.Equal((expected.Stage, expected.Score, Minute), (forecast.Stage!.Value, forecast.Score!.Value, forecast.Minute!.Value));
        Assert.Equal(NotJudgedReason.NoForecast, Missing(overview, JudgementKind.Forecast, Quantity.Pressure).Reason);
        Assert.Equal((OutlierStage.Normal, 30), (Of(overview, JudgementKind.NightFlow, Quantity.FlowRate).Stage, overview.Night.Known));
        Assert.Equal(sensor.At("2024-07-09 5:00"), Of(overview, JudgementKind.NightFlow, Quantity.FlowRate).Minute);
    }

    [Fact]
    public async Task Load_ForecastWithoutABand_SaysSo()
    {
        await WatchAsync(days: 3);
        await ForecastAsync(Quantity.Pressure, 45, null, null);
        var overview = await LoadAsync();
        Assert.Equal(NotJudgedReason.NoBand, Missing(overview, JudgementKind.Forecast, Quantity.Pressure).Reason);
        Assert.Equal(new NotJudged(NotJudgedReason.TooFewNights, 3, 24), Missing(overview, JudgementKind.NightFlow, Quantity.FlowRate));
    }

    [Fact]
    public async Task Load_SensorThatFellSilent_IsAtFaultAndHasNoValue()
    {
        await WatchAsync(days: 3);
        station.Time.Advance(TimeSpan.FromMinutes(60));
        await RoundAsync();
        var overview = await LoadAsync();
        Assert.Equal(NotJudgedReason.NoValue, Missing(overview, JudgementKind.Value, Quantity.FlowRate).Reason);
        var system = Of(overview, JudgementKind.System, Quantity.Pressure);
        Assert.Equal((AlarmCause.NoData, true), (system.Cause, system.Stage >= OutlierStage.Caution));
        Assert.Equal(NotJudgedReason.SensorFault, Missing(overview, JudgementKind.Forecast, Quantity.FlowRate).Reason);
    }

    /// <summary>The setting of a person reaches the watch.</summary>
    [Fact]
    public async Task Load_SilenceShorterThanTheSetting_IsNoFault()
    {
        await WatchAsync(days: 3);
        foreach (var quantity in QuantityNames.All)
        {
            var draft = ThresholdEditor.DraftOf(ThresholdVersion.Default(sensor.Key, quantity))
                .With(settings => settings with { NoDataMinutes = 90 }) with
            { Reason = "a slow line", Who = "Kim" };
            Assert.Empty(await station.Get<ThresholdEditor>().SaveAsync(draft, TestStation.Cancellation));
        }

        station.Time.Advance(TimeSpan.FromMinutes(60));
        await RoundAsync();
        var overview = await LoadAsync();
        Assert.Equal(OutlierStage.Normal, Of(overview, JudgementKind.System, Quantity.FlowRate).Stage);
        Assert.NotNull(Of(overview, JudgementKind.Value, Quantity.FlowRate).Stage);
    }

    [Fact]
    public async Task Load_PressureThatDoesNotFollowTheFlow_SaysThatDriftIsNotJudged()
    {
        await WatchAsync(days: 3);
        await using (var db = await station.OpenAsync())
        {
            await db.Criteria.ExecuteUpdateAsync(
                row => row.SetProperty(criteria => criteria.Relation, (string?)null), TestStation.Cancellation);
        }

        var overview = await LoadAsync();
        Assert.Equal([new NotJudged(NotJudgedReason.NoRelation)], Of(overview, JudgementKind.System, Quantity.Pressure).Missing);
        Assert.Empty(Of(overview, JudgementKind.System, Quantity.FlowRate).Missing);
    }

    [Fact]
    public async Task Load_LegitimateNightUse_IsTakenOffTheNight()
    {
        await WatchAsync(days: 3);
        var before = (await LoadAsync()).Night.Finding.NetNightFlow;
        var draft = ThresholdEditor.DraftOf(ThresholdVersion.Default(sensor.Key, Quantity.FlowRate))
            .With(settings => settings with { LegitimateNightUse = 20 }) with
        { Reason = "a bakery", Who = "Kim" };
        Assert.Empty(await station.Get<ThresholdEditor>().SaveAsync(draft, TestStation.Cancellation));
        var night = (await LoadAsync()).Night;
        Assert.Equal((before - 20, 20), (night.Finding.NetNightFlow, night.LegitimateUse));
    }

    [Fact]
    public async Task Load_ReadingsFarApart_SaysThatBurstsAreNotJudged()
    {
        var coarse = await station.AddSensorAsync(new() { Id = "coarse", SamplingIntervalMinutes = 15 });
        await station.SetCriteriaAsync(coarse, Quantity.FlowRate, 200, 10);
        await station.StoreAsync(coarse, Minute / 15 * 15, [200]);
        await station.DetectNewAsync(coarse);
        var value = Of(
            await station.Get<JudgementQueries>().LoadAsync(coarse, TestStation.Cancellation), JudgementKind.Value, Quantity.FlowRate);
        Assert.Equal((OutlierStage.Normal, NotJudgedReason.TooCoarse), (value.Stage, Assert.Single(value.Missing).Reason));
    }

    private int Minute => StationClock.MinuteOf(station.Time.GetUtcNow()) - 1;

    /// <summary>Days of water up to now, judged and watched.</summary>
    private async Task WatchAsync(int days)
    {
        var first = sensor.Clock.DayOf(station.Time.GetUtcNow()).AddDays(-days + 1);
        var columns = SimulatedWater.Columns(sensor, first, days);
        var count = columns.Minutes.Count(minute => minute <= Minute);
        await station.StoreAsync(sensor, new(columns.Minutes[..count], columns.FlowRate[..count], columns.Pressure[..count]));
        await station.DetectNewAsync(sensor);
        await RoundAsync();
    }

    private Task<PassReport> RoundAsync() => station.Get<MonitoringPass>().RunAsync(TestStation.Cancellation);

    private async Task ForecastAsync(Quantity quantity, double value, double? p10, double? p90)
    {
        await using var db = await station.OpenAsync();
        var local = sensor.Clock.ToLocal(Minute);
        db.Forecasts.Add(new StoredForecast
        {
            SensorKey = sensor.Key,
            Quantity = quantity,
            BaseDay = DateOnly.FromDateTime(local).AddDays(-1),
            Step = 1,
            Hour = local.Hour,
            TargetMinute = Minute - local.Minute,
            Value = value,
            P10 = p10,
            P90 = p90,
            ModelVersion = "test",
            IssuedAt = station.Time.GetUtcNow(),
        });
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    private Task<JudgementOverview> LoadAsync() => station.Get<JudgementQueries>().LoadAsync(sensor, TestStation.Cancellation);

    private static LatestJudgement Of(JudgementOverview overview, JudgementKind kind, Quantity quantity) =>
        overview.Judgements.Single(judgement => judgement.Kind == kind && judgement.Quantity == quantity);

    /// <summary>The one reason why there is no judgement.</summary>
    private static NotJudged Missing(JudgementOverview overview, JudgementKind kind, Quantity quantity)
    {
        var judgement = Of(overview, kind, quantity);
        Assert.Null(judgement.Stage);
        return Assert.Single(judgement.Missing);
    }
}
