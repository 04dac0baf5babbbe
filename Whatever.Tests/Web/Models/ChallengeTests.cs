using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Models;

public sealed class ChallengeTests : IAsyncLifetime
{
    /// <summary>Small networks: what is tested is what follows from their figures.</summary>
    private static readonly RetrainOptions Options = new() { Training = AlternatingDays.Options with { MixDays = 0 }, ComparedDays = 14 };

    private static readonly DateOnly First = new(2024, 2, 1);

    private static readonly double[] Days = ForetoldDays.Hours(150);
    private static readonly double[] Turns = AlternatingDays.Hours(150).Values;

    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync(change: services => services.AddSingleton(Options));

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Run_NoReadings_SaysHowManyDaysAreNeeded() =>
        Assert.Equal("sensor_01 flow_rate: 0 days of readings, 97 are needed to train.", await RunAsync(await station.AddSensorAsync()));

    [Fact]
    public async Task Run_OneDayTooFew_TrainsNothing()
    {
        // The first and the last day may be incomplete and are left out.
        var sensor = await AddHourlyAsync(98, _ => 1);
        Assert.Equal("sensor_01 flow_rate: 96 days of readings, 97 are needed to train.", await RunAsync(sensor));
        Assert.False(Directory.Exists(station.Folder.Models));
    }

    [Fact]
    public async Task Run_ChallengerBeatsTheBaseline_TakesOverAndForecasts()
    {
        var sensor = await AddHourlyAsync(150, hour => Days[hour]);
        station.Time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);
        Assert.Matches(
            "^sensor_01 flow_rate: sensor_01-flow_rate-20240709-[0-9]{6} takes over: mean absolute error on 14 held-back days: "
                + "challenger [0-9.]+, champion ([0-9.]+), baseline \\1\\.$",
            await RunAsync(sensor));
        var trial = await TrialAsync();
        Assert.Equal((TrialOutcome.ChallengerTakesOver, MixModel.ReservedName, 14 * 144), (trial.Outcome, trial.Champion, trial.Hours));
        Assert.Equal((First.AddDays(149 - 20), First.AddDays(148 - 6)), (trial.ComparedFrom, trial.ComparedTo));
        Assert.True(trial.ChallengerError < 0.95 * trial.BaselineError);
        Assert.True(trial.TrainingSeconds > 0);
        var current = await station.Get<ModelRegistry>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal(
            (trial.Model, trial.Version, ModelChooser.Job, trial.Id), (current!.Model, current.Version, current.ChosenBy, current.TrialId));
        Assert.Equal(trial.Version, (await station.ForecastAsync(sensor, First.AddDays(149))).Models["flow_rate"]);
    }

    /// <summary>What is compared has to be unknown to the training: its last day lies before the first base day.</summary>
    [Fact]
    public async Task Run_Challenger_WasTrainedOnTheDaysBeforeThoseCompared()
    {
        var sensor = await AddHourlyAsync(150, Surprising);
        await RunAsync(sensor);
        var trial = await TrialAsync();
        var model = Assert.IsType<ResidualModel>(StationModels.Load(Path.Combine(station.Folder.Models, trial.Model)));
        var card = model.Description.Training!;
        Assert.Equal((First.AddDays(1), trial.ComparedFrom.AddDays(-1), "readings of sensor_01"), (card.From, card.To, card.Data));
    }

    /// <summary>The last weeks say most about those to come.</summary>
    [Fact]
    public async Task Run_ChallengerThatTakesOver_HasThenLearnedFromTheDaysCompared()
    {
        var sensor = await AddHourlyAsync(150, hour => Days[hour]);
        await RunAsync(sensor);
        var trial = await TrialAsync();
        Assert.Equal(TrialOutcome.ChallengerTakesOver, trial.Outcome);
        var model = Assert.IsType<ResidualModel>(StationModels.Load(Path.Combine(station.Folder.Models, trial.Model)));
        Assert.Equal(trial.Version, model.Version);
        Assert.Equal((First.AddDays(1), First.AddDays(148)), (model.Description.Training!.From, model.Description.Training.To));
        Assert.Equal(First.AddDays(149).ToDateTime(TimeOnly.MinValue), model.Description.Learned!.Until);
    }

    [Fact]
    public async Task Run_ChampionThatIsAsGood_Stays()
    {
        var sensor = await AddHourlyAsync(150, hour => Days[hour]);
        await RunAsync(sensor);
        var champion = (await TrialAsync()).Model;

        // It has seen the days that are compared, and another one cannot have.
        Assert.StartsWith($"sensor_01 flow_rate: {champion} stays: ", await RunAsync(sensor), StringComparison.Ordinal);
        var trial = await TrialAsync();
        Assert.Equal((TrialOutcome.ChampionStays, champion, $"{champion}-2"), (trial.Outcome, trial.Champion, trial.Model));
        Assert.True(trial.ChampionError < trial.ChallengerError);
        Assert.Single(await station.Get<ModelRegistry>().HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
        Assert.Equal(
            [champion, $"{champion}-2"],
            Directory.GetDirectories(station.Folder.Models).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_NoModelBeatsTheBaseline_TheBaselineTakesOverAndStays()
    {
        var sensor = await AddHourlyAsync(150, Surprising);
        var registry = station.Get<ModelRegistry>();
        Assert.Empty(
            await registry.PromoteAsync(sensor.Key, Quantity.FlowRate, SeasonalModel.ReservedName, "test", TestStation.Cancellation));
        Assert.StartsWith(
            "sensor_01 flow_rate: nothing is better than the baseline, which takes over: mean absolute error on 14 held-back "
                + "days: challenger ",
            await RunAsync(sensor), StringComparison.Ordinal);
        Assert.IsType<MixModel>((await registry.LoadAsync(sensor.Key, TestStation.Cancellation))[0]);
        var loser = await TrialAsync();
        Assert.True(loser.ChallengerError > loser.BaselineError);
        Assert.IsType<ResidualModel>(StationModels.Load(Path.Combine(station.Folder.Models, loser.Model)));
        Assert.StartsWith(
            "sensor_01 flow_rate: the challenger is not better than the baseline, which stays: ", await RunAsync(sensor),
            StringComparison.Ordinal);
        Assert.Equal(
            (TrialOutcome.BaselineStays, MixModel.ReservedName), ((await TrialAsync()).Outcome, (await TrialAsync()).Champion));
        Assert.Equal(2, (await registry.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)).Count);
    }

    [Fact]
    public async Task Run_ChampionWhoseFilesAreGone_IsReplaced()
    {
        var sensor = await AddHourlyAsync(150, hour => Days[hour]);
        await RunAsync(sensor);
        Directory.Delete(Path.Combine(station.Folder.Models, (await TrialAsync()).Model), recursive: true);
        station.Time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("-20240709-040000 takes over: ", await RunAsync(sensor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNothing()
    {
        // The challenge reads the clock where the training begins, and again where it has ended.
        await station.DisposeAsync();
        using var source = new CancellationTokenSource();
        var time = new TellsWhenTimed(source);
        station = await TestStation.StartAsync(change: services => services.AddSingleton(Options).AddSingleton<TimeProvider>(time));
        var sensor = await AddHourlyAsync(150, hour => Days[hour]);
        time.IsArmed = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => station.Get<Challenge>().RunAsync(sensor, Quantity.FlowRate, source.Token));
        Assert.Equal(1, time.Asked);
        Assert.False(Directory.Exists(station.Folder.Models));
        Assert.Equal(0, await station.QueryAsync(db => db.ModelTrials.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Job_HistoryFullOfGaps_SaysSoAndGoesOn()
    {
        await AddHourlyAsync(100, hour => hour < 70 * 24 ? double.NaN : 1);
        await station.Get<JobRunner>().RunAsync("RetrainModels", RunTrigger.Person);
        var run = await station.QueryAsync(db => db.JobRuns.SingleAsync(TestStation.Cancellation));
        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Contains("hours were measured in the held-back days", run.Message?.ToString(), StringComparison.Ordinal);
        Assert.Contains("sensor_01 pressure: not measured.", run.Message?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_StartedForOneSensor_LeavesTheOthersAlone()
    {
        var first = await station.AddSensorAsync();
        await station.AddSensorAsync(new() { Id = "other" });
        var runner = station.Get<JobRunner>();
        Assert.True(runner.StartFor(first.Key, "RetrainModels", RunTrigger.Person));
        await runner.RunAsync("RetrainModels", RunTrigger.Person);
        var run = await station.QueryAsync(db => db.JobRuns.OrderBy(row => row.Id).FirstAsync(TestStation.Cancellation));
        Assert.Contains("sensor_01 flow_rate: 0 days", run.Message?.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("other", run.Message?.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Two days above and two below where the networks have learned that they take turns: what they learned is wrong most of the time.
    /// </summary>
    private static double Surprising(int hour)
    {
        var day = hour / 24;
        return Turns[hour] + (day < 150 - 21 ? 0 : (day / 2 % 2 == 0 ? 10 : -10) - (day % 2 == 0 ? 10 : -10));
    }

    private async Task<string> RunAsync(Sensor sensor) =>
        (await station.Get<Challenge>().RunAsync(sensor, Quantity.FlowRate, TestStation.Cancellation)).ToString();

    private Task<ModelTrial> TrialAsync() =>
        station.QueryAsync(db => db.ModelTrials.AsNoTracking().OrderByDescending(trial => trial.Id).FirstAsync(TestStation.Cancellation));

    private async Task<Sensor> AddHourlyAsync(int days, Func<int, double> flowRate)
    {
        var sensor = await station.AddSensorAsync(new() { Id = "sensor_01", SamplingIntervalMinutes = 60 });
        var hours = Enumerable.Range(0, days * 24).ToArray();
        var from = sensor.Clock.StartOfDay(First);
        await station.StoreAsync(
            sensor,
            new ReadingColumns(
                Array.ConvertAll(hours, hour => from + (hour * 60)), Array.ConvertAll(hours, hour => flowRate(hour)),
                Array.ConvertAll(hours, _ => double.NaN)));
        return sensor;
    }

    private sealed class TellsWhenTimed(CancellationTokenSource source) : TimeProvider
    {
        public bool IsArmed { get; set; }

        public int Asked { get; private set; }

        public override DateTimeOffset GetUtcNow() => TestStation.Noon;

        public override long GetTimestamp()
        {
            if (IsArmed)
            {
                Asked++;
                source.Cancel();
            }

            return base.GetTimestamp();
        }
    }
}
