using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Models;

public sealed class ChallengeTests
{
    [Fact]
    public async Task Run_NoReadings_SaysHowManyDaysAreNeeded()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Equal($"sensor_01 flow_rate: 0 days of readings, {Challenge.FewestDays} are needed to train.", await RunAsync(station, sensor));
    }

    [Fact]
    public async Task Run_OneDayTooFew_TrainsNothing()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();

        // The first and the last day may be incomplete and are left out.
        await station.FillAsync(sensor, new DateOnly(2024, 3, 1), Challenge.FewestDays + 1);
        Assert.Equal($"sensor_01 flow_rate: {Challenge.FewestDays - 1} days of readings, {Challenge.FewestDays} are needed to train.", await RunAsync(station, sensor));
    }

    [Fact]
    public async Task Run_FewestDays_DecidesByTheHeldBackDays()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.FillAsync(sensor, new DateOnly(2024, 3, 1), Challenge.FewestDays + 2);
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
        await station.FillAsync(sensor, new DateOnly(2024, 3, 1), Challenge.FewestDays + 2);
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
