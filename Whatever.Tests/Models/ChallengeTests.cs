using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Model.Training;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Models;

public sealed class ChallengeTests
{
    /// <summary>What training needs, and behind it 14 days to compare on with the 6 after the last and one that may be incomplete.</summary>
    private static readonly int FewestDays = Trainer.FewestDays(new TrainingOptions { Quantity = Quantity.FlowRate, Name = "any" }) + 21;

    [Fact]
    public async Task Run_NoReadings_SaysHowManyDaysAreNeeded()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Equal($"sensor_01 flow_rate: 0 days of readings, {FewestDays} are needed to train.", await RunAsync(station, sensor));
    }

    [Fact]
    public async Task Run_OneDayTooFew_TrainsNothing()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();

        // The first and the last day may be incomplete and are left out.
        await station.FillAsync(sensor, new DateOnly(2024, 3, 1), FewestDays + 1);
        Assert.Equal($"sensor_01 flow_rate: {FewestDays - 1} days of readings, {FewestDays} are needed to train.", await RunAsync(station, sensor));
    }

    [Fact]
    public async Task Run_FewestDays_DecidesByTheHeldBackDays()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();

        // There is nothing to learn from noise, so that training stops early.
        var random = new Random(11);
        await station.StoreAsync(sensor, sensor.At("2024-03-01 0:00"), [.. Enumerable.Range(0, (FewestDays + 2) * 1440).Select(_ => 200 + random.NextDouble())]);
        var sentence = await RunAsync(station, sensor);
        Assert.Matches("^sensor_01 flow_rate: .* (stays|takes over) \\(mean absolute error [0-9.]+ against [0-9.]+ on 14 days\\)\\.$", sentence);
        var current = await station.Get<ModelRegistry>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal(sentence.Contains("takes over", StringComparison.Ordinal), current is not null);
    }

    [Fact]
    public async Task Job_HistoryFullOfGaps_SaysSoAndGoesOn()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FillAsync(sensor, new DateOnly(2024, 3, 1), FewestDays + 2);
        await station.ExecuteAsync("DELETE FROM readings WHERE minute / 60 % 2 = 0 OR minute / 1440 % 3 = 0");
        await station.Get<JobRunner>().RunAsync("RetrainModels", RunTrigger.Person);
        var run = await station.QueryAsync(db => db.JobRuns.SingleAsync(TestStation.Cancellation));
        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Contains("too many gaps", run.Message, StringComparison.Ordinal);
        Assert.Contains("sensor_01 pressure:", run.Message, StringComparison.Ordinal);
    }

    private static Task<string> RunAsync(TestStation station, Sensor sensor) =>
        station.Get<Challenge>().RunAsync(sensor, Quantity.FlowRate, TestStation.Cancellation);
}
