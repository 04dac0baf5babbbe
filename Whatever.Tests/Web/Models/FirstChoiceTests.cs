using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Models;

/// <summary>What forecasts a new sensor, before anybody chose and before anything is trained on it.</summary>
public sealed class FirstChoiceTests : IAsyncLifetime
{
    private static readonly DateOnly Last = ForecastSetup.Yesterday;

    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync();

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(60)]
    public async Task Forecast_IntervalThatNoNetworkTakes_IsOfTheMixFromTheFirstDay(int interval)
    {
        var sensor = await AddAsync(interval, days: 1, Wave);
        await RunJobAsync();
        await using var db = await station.OpenAsync();
        var forecasts = await db.Forecasts.Where(row => row.Quantity == Quantity.FlowRate).ToListAsync(TestStation.Cancellation);
        Assert.Equal(144, forecasts.Count);
        Assert.All(forecasts, row => Assert.Equal("recent-mix-2", row.ModelVersion));
        Assert.Equal("recent-mix", (await StatusAsync(sensor)).InForce);
        Assert.Empty((await StatusAsync(sensor)).Trials);
    }

    [Fact]
    public async Task Choose_OneDay_HasNothingToCompare()
    {
        var sensor = await AddAsync(1, days: 1, Wave);
        Assert.Null(await station.Get<FirstChoice>().CompareAsync(sensor, Quantity.FlowRate, TestStation.Cancellation));
        Assert.Equal("recent-mix", (await StatusAsync(sensor)).InForce);
    }

    /// <summary>The network sees too little in the first days, and nothing can be compared yet.</summary>
    [Theory]
    [InlineData(1, "recent-mix-2")]
    [InlineData(3, "recent-mix-2")]
    [InlineData(5, "flow_rate-1")]
    public async Task Forecast_FirstDaysOfAMinuteSensor_IsOfTheMix(int days, string version)
    {
        var sensor = await AddAsync(1, days, minute => Wave(minute) + new Random(minute).NextDouble());
        var report = await station.ForecastAsync(sensor, Last);
        Assert.Equal((null, version), (report.Problem, report.Models["flow_rate"]));
        Assert.Empty(report.Skipped);
    }

    [Fact]
    public async Task Choose_WaterThatTheShippedNetworkDoesNotKnow_TheMixTakesOverAndSaysWhy()
    {
        // Hours that the shipped network never saw: a flood at night, a ramp in each hour, one quiet day a week.
        var sensor = await AddAsync(1, days: 12, Square);
        await RunJobAsync();
        var status = await StatusAsync(sensor);
        var trial = Assert.Single(status.Trials);
        Assert.Equal(("recent-mix", TrialOutcome.BaselineTakesOver, "flow_rate"), (status.InForce, trial.Outcome, trial.Champion));
        Assert.Equal((Last.AddDays(-6), Last.AddDays(-2)), (trial.ComparedFrom, trial.ComparedTo));
        Assert.True(trial.BaselineError < trial.ChampionError, $"{trial.BaselineError} {trial.ChampionError}");
        Assert.Equal((ModelChooser.Job, trial.Id), (status.History[0].ChosenBy, status.History[0].TrialId));
        Assert.Equal("recent-mix-2", (await station.ForecastAsync(sensor, Last)).Models["flow_rate"]);

        // The same days again are no news.
        await RunJobAsync();
        Assert.Single((await StatusAsync(sensor)).Trials);
        Assert.Single((await StatusAsync(sensor)).History);
    }

    [Fact]
    public async Task Choose_PersonChose_LeavesIt()
    {
        var sensor = await AddAsync(1, days: 12, Square);
        Assert.Empty(
            await station.Get<ModelRegistry>().PromoteAsync(
                sensor.Key, Quantity.FlowRate, SeasonalModel.ReservedName, "test", TestStation.Cancellation));
        await RunJobAsync();
        Assert.Equal(("seasonal", 0), ((await StatusAsync(sensor)).InForce, (await StatusAsync(sensor)).Trials.Count));
    }

    [Theory]
    [InlineData("flow_rate", 1, 1, 14, TrialOutcome.ChampionStays, "flow_rate")]
    [InlineData("flow_rate", 1, 0.97, 14, TrialOutcome.ChampionStays, "flow_rate")]
    [InlineData("flow_rate", 1, 0.96, 14, TrialOutcome.BaselineTakesOver, "recent-mix")]
    [InlineData("flow_rate", 1, 0.8, 1, TrialOutcome.ChampionStays, "flow_rate")]
    [InlineData("flow_rate", 1, 0.7, 1, TrialOutcome.BaselineTakesOver, "recent-mix")]
    [InlineData("flow_rate", double.NaN, 5, 3, TrialOutcome.BaselineTakesOver, "recent-mix")]
    [InlineData("recent-mix", 0.97, 1, 14, TrialOutcome.BaselineStays, "recent-mix")]
    [InlineData("recent-mix", 0.96, 1, 14, TrialOutcome.ChallengerTakesOver, "flow_rate")]
    [InlineData("recent-mix", double.NaN, 1, 14, TrialOutcome.BaselineStays, "recent-mix")]
    public void Decide_ByTheErrors_SaysWhoForecasts(
        string inForce, double shipped, double mix, int days, TrialOutcome outcome, string winner) =>
        Assert.Equal(
            (outcome, winner),
            TrialDecision.DecideUntrained(
                inForce, new Dictionary<string, double> { ["flow_rate"] = shipped, ["recent-mix"] = mix }, days));

    [Theory]
    [InlineData(1, 1.05, 1.06, TrialOutcome.ChampionStays, "seasonal")]
    [InlineData(1, 0.9, 0.95, TrialOutcome.BaselineTakesOver, "recent-mix")]
    [InlineData(1, 0.95, 0.9, TrialOutcome.ChallengerTakesOver, "flow_rate")]
    public void Decide_SeasonalInForce_IsComparedToo(double seasonal, double mix, double shipped, TrialOutcome outcome, string winner) =>
        Assert.Equal(
            (outcome, winner),
            TrialDecision.DecideUntrained(
                "seasonal",
                new Dictionary<string, double> { ["flow_rate"] = shipped, ["recent-mix"] = mix, ["seasonal"] = seasonal }, 14));

    [Fact]
    public async Task Choose_SeasonalByAJob_IsComparedAndNamed()
    {
        var sensor = await AddAsync(1, days: 40, Square);
        await ForceAsync(sensor, SeasonalModel.ReservedName);
        var trial = await station.Get<FirstChoice>().CompareAsync(sensor, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal("seasonal", trial!.Champion);
        Assert.True(trial.ChampionError > 0);
        Assert.Equal(trial.Outcome == TrialOutcome.ChampionStays, (await StatusAsync(sensor)).InForce == "seasonal");
    }

    [Fact]
    public async Task Choose_NothingMeasured_ComparesNothing()
    {
        var sensor = await AddAsync(1, days: 12, Square);
        Assert.Null(await station.Get<FirstChoice>().CompareAsync(sensor, Quantity.Pressure, TestStation.Cancellation));
    }

    /// <summary>Stopped after the figures were stored and before the model was: the next run does what was left.</summary>
    [Fact]
    public async Task Choose_KilledBeforeTheModelTookOver_IsDoneByTheNextRun()
    {
        var sensor = await AddAsync(1, days: 40, Square);
        await RunJobAsync();
        Assert.Equal("recent-mix", (await StatusAsync(sensor)).InForce);
        await station.ExecuteAsync("DELETE FROM model_assignments");
        await RunJobAsync();
        Assert.Equal("recent-mix", (await StatusAsync(sensor)).InForce);
    }

    [Fact]
    public async Task Load_IntervalChangedUnderAJobsChoice_IsForecastByTheMix()
    {
        var sensor = await AddAsync(1, days: 12, Wave);
        await ForceAsync(sensor, "flow_rate");
        await station.ExecuteAsync("UPDATE sensors SET sampling_interval_minutes = 15");
        Assert.IsType<MixModel>(
            await station.Get<ModelRegistry>().LoadAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
    }

    [Fact]
    public async Task Retrain_TooFewDays_ComparesWhatNeedsNoTraining()
    {
        var sensor = await AddAsync(1, days: 12, Square);
        var outcome = (await station.Get<Challenge>().RunAsync(sensor, Quantity.FlowRate, TestStation.Cancellation)).ToString();
        Assert.Matches(
            "^sensor_01 flow_rate: 10 days of readings, [0-9]+ are needed to train. nothing is better than the baseline, which takes "
                + "over: ",
            outcome);
    }

    private static double Wave(int minute) => 100 + (40 * Math.Sin(2 * Math.PI * minute / MinutesPer.Day));

    private static double Square(int minute) =>
        (minute / MinutesPer.Day % 7 == 0 ? 20 : 100) + (minute % 60) + (minute / 60 % 24 is >= 3 and < 5 ? 400 : 0);

    private async Task<Sensor> AddAsync(int interval, int days, Func<int, double> flowRate)
    {
        var sensor = await station.AddSensorAsync(new() { Id = "sensor_01", SamplingIntervalMinutes = interval });
        var from = sensor.Clock.StartOfDay(Last.AddDays(1 - days));
        int[] minutes = [.. Enumerable.Range(0, days * MinutesPer.Day / interval).Select(step => step * interval)];
        await station.StoreAsync(
            sensor,
            new ReadingColumns(
                Array.ConvertAll(minutes, minute => from + minute), Array.ConvertAll(minutes, minute => flowRate(minute)),
                Array.ConvertAll(minutes, _ => double.NaN)));
        return sensor;
    }

    /// <summary>As a job would have chosen before.</summary>
    private async Task ForceAsync(Sensor sensor, string model)
    {
        await using var db = await station.OpenAsync();
        db.ModelAssignments.Add(
            new ModelAssignment
            {
                SensorKey = sensor.Key,
                Quantity = Quantity.FlowRate,
                Model = model,
                Version = $"{model}-1",
                ChosenBy = ModelChooser.Job,
                PromotedAt = TestStation.Noon.AddDays(-100),
            });
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    private Task RunJobAsync() => station.Get<JobRunner>().RunAsync("ForecastDays", RunTrigger.Person);

    private Task<ChampionStatus> StatusAsync(Sensor sensor) =>
        station.Get<ModelQueries>().StatusAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
}
