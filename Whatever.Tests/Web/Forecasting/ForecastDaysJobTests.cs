using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Forecasting;

public sealed class ForecastDaysJobTests
{
    [Fact]
    public async Task Job_OneZoneDue_ForecastsOnlyItsSensors()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddForecastSensorAsync("seoul");
        await station.AddForecastSensorAsync("berlin", "Europe/Berlin");
        var run = await RunAsync(station, ["Europe/Berlin"]);
        Assert.Equal((RunOutcome.Succeeded, "1 sensor forecast, 6 files queued."), (run.Outcome, run.Message?.ToString()));
        Assert.Equal(
            ["berlin"],
            await station.QueryAsync(db => db.Deliveries.Select(row => row.SensorId).Distinct().ToListAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Job_OneSensorWithoutData_ForecastsTheOthersAndSaysSo()
    {
        await using var station = await TestStation.StartAsync();
        await station.AddSensorAsync(new() { Id = "empty" });
        await station.AddForecastSensorAsync();
        var run = await RunAsync(station, null);
        Assert.Equal(
            (RunOutcome.Succeeded, "1 sensor forecast, 6 files queued; 1 has no finished day yet"),
            (run.Outcome, run.Message!.ToString().TrimEnd('.')));
        Assert.Equal(6, await station.QueryAsync(db => db.Deliveries.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Job_NoSensors_SaysNothing()
    {
        await using var station = await TestStation.StartAsync();
        var run = await RunAsync(station, null);
        Assert.Equal((RunOutcome.Succeeded, null), (run.Outcome, run.Message?.ToString()));
    }

    private static async Task<JobRun> RunAsync(TestStation station, string[]? zones)
    {
        var runner = station.Get<JobRunner>();
        Assert.True(runner.Start("ForecastDays", RunTrigger.Schedule, zones));
        await runner.RunAsync("ForecastDays", RunTrigger.Person);
        return await station.QueryAsync(db => db.JobRuns.AsNoTracking().OrderBy(run => run.Id).FirstAsync(TestStation.Cancellation));
    }
}
