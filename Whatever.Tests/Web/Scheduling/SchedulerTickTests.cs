using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Scheduling;

/// <summary>An occurrence that was taken is run, in the order of the flow, or comes again.</summary>
public sealed class SchedulerTickTests
{
    [Fact]
    public async Task Invoke_NightOff_SendsWhatTheForecastOfThisMorningMade()
    {
        using var folder = new TestFolder();
        await using var target = await FlakyTarget.StartAsync();
        await using (var evening = await TestStation.StartAsync(TestStation.Noon.AddHours(-1), folder.Path))
        {
            await evening.AddForecastSensorAsync();
            Assert.Empty(await evening.Get<TargetEditor>().SaveAsync(new TargetDraft { Url = target.Url }, TestStation.Cancellation));
            await evening.Get<ScheduleClocks>().EnsureAsync(TestStation.Cancellation);
        }

        // 8:00 of the next day in Seoul: 00:10 and 01:00 have passed.
        await using var morning = await TestStation.StartAsync(TestStation.Noon.AddHours(20), folder.Path);
        await TickAsync(morning);
        await morning.Get<JobRunner>().RunAsync("ForecastDays", RunTrigger.Person);
        morning.Time.Advance(TimeSpan.FromMinutes(1));
        await TickAsync(morning);
        await morning.Get<JobRunner>().RunAsync("DeliverForecasts", RunTrigger.Person);
        Assert.Equal(6, target.Received.Select(message => message.Key).Distinct().Count());
    }

    [Fact]
    public async Task Start_ScheduledRunWasBrokenOff_MakesItDueAgain()
    {
        using var folder = new TestFolder();
        await using (var before = await TestStation.StartAsync(root: folder.Path))
        {
            await before.AddSensorAsync();
            await before.Get<ScheduleClocks>().EnsureAsync(TestStation.Cancellation);
            await before.Get<RunHistory>().BeginAsync("RetrainModels", RunTrigger.Schedule);
            await before.Get<RunHistory>().BeginAsync("RebuildCriteria", RunTrigger.Person);
        }

        await using var after = await TestStation.StartAsync(root: folder.Path);
        foreach (var job in await after.Get<RunHistory>().MarkInterruptedAsync())
        {
            await after.Get<ScheduleClocks>().PutBackAsync(job, null, TestStation.Cancellation);
        }

        Assert.Equal(
            ["RetrainModels"],
            (await after.Get<ScheduleClocks>().TakeDueAsync(_ => false, TestStation.Cancellation)).Select(due => due.Job)
                .Where(job => job[0] == 'R'));
    }

    [Fact]
    public async Task ForecastDays_OneSensorFails_OthersAreForecast()
    {
        await using var station = await TestStation.StartAsync(change: services => services.AddSingleton<IForecastModels, PickyModels>());
        await station.AddForecastSensorAsync("sensor_01");
        await station.AddForecastSensorAsync("sensor_02");
        await station.Get<JobRunner>().RunAsync("ForecastDays", RunTrigger.Person);
        await using var db = await station.OpenAsync();
        Assert.Equal(1, await db.Forecasts.Select(row => row.SensorKey).Distinct().CountAsync(TestStation.Cancellation));
        var run = await db.JobRuns.SingleAsync(TestStation.Cancellation);
        Assert.Equal((RunOutcome.Failed, "1 of 2 sensors forecast. sensor_01: no luck"), (run.Outcome, run.Message?.ToString()));
    }

    private static Task TickAsync(TestStation station) => ((IInvocable)station.Get<SchedulerTick>()).Invoke();

    private sealed class PickyModels(Whatever.Web.Models.ModelRegistry registry) : IForecastModels
    {
        public Task<IReadOnlyList<Whatever.Model.Forecasting.IStationModel>> LoadAsync(
            int sensorKey, CancellationToken cancellation = default) =>
            sensorKey == 1
                ? throw new Whatever.Model.ModelFiles.ModelFileException(new Whatever.Model.Problems.Problem("system.says", "no luck"))
                : registry.LoadAsync(sensorKey, cancellation);
    }
}
