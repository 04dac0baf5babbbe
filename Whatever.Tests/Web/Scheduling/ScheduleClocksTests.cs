using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Scheduling;

public sealed class ScheduleClocksTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private TestStation station = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync(root: folder.Path);
        await station.AddSensorAsync();
        await station.ExecuteAsync("UPDATE schedules SET enabled = 0");
        Assert.Empty(await TakeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await station.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task TakeDue_EveryMinute_IsDueOnceAMinute()
    {
        await SaveAsync(new() { Job = "IngestReadings", Cron = "* * * * *" });
        Assert.Empty(await TakeAsync());
        station.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await TakeAsync());
        station.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([("IngestReadings", RunTrigger.Schedule)], (await TakeAsync()).Select(run => (run.Job, run.Trigger)));
        Assert.Empty(await TakeAsync());
        station.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await TakeAsync());
    }

    [Theory]
    [InlineData(CatchUpPolicy.RunOnce, 1)]
    [InlineData(CatchUpPolicy.Skip, 0)]
    public async Task TakeDue_ThreeDaysMissed_FollowsThePolicyOnce(CatchUpPolicy policy, int runs)
    {
        await SaveAsync(new() { Job = "PurgeOldData", Cron = "40 4 * * *", CatchUp = policy });
        station.Time.Advance(TimeSpan.FromDays(3));
        var due = await TakeAsync();
        Assert.Equal(runs, due.Count);
        Assert.All(due, run => Assert.Equal(RunTrigger.CatchUp, run.Trigger));
        Assert.Empty(await TakeAsync());
        Assert.Equal(TestStation.Noon.Date.AddDays(3).AddHours(19).AddMinutes(40), (await NextAsync("PurgeOldData")).UtcDateTime);
    }

    /// <summary>A clock that was a year ahead for a minute.</summary>
    [Theory]
    [InlineData("IngestReadings", "* * * * *", 1)]
    [InlineData("PurgeOldData", "40 4 * * *", 1_000)]
    public async Task TakeDue_ClockThatWasAYearAhead_IsDueAtItsNextTimeAgain(string job, string cron, int minutes)
    {
        await SaveAsync(new() { Job = job, Cron = cron });
        Assert.Empty(await TakeAsync());
        var before = await NextAsync(job);
        station.Time.AdjustTime(TestStation.Noon.AddYears(1));
        Assert.Single(await TakeAsync());
        Assert.True(await NextAsync(job) > TestStation.Noon.AddYears(1));
        station.Time.AdjustTime(TestStation.Noon.AddSeconds(30));
        Assert.Empty(await TakeAsync());
        Assert.Equal(before, await NextAsync(job));
        station.Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Single(await TakeAsync());
    }

    /// <summary>What ran at one o'clock does not run again at the second one o'clock; what runs each minute does.</summary>
    [Fact]
    public async Task TakeDue_ClockSetBackByAnHour_RepeatsMinutesAndNoDay()
    {
        await SaveAsync(new() { Job = "IngestReadings", Cron = "* * * * *" });
        await SaveAsync(new() { Job = "PurgeOldData", Cron = "30 12 * * *" });
        Assert.Empty(await TakeAsync());
        station.Time.AdjustTime(TestStation.Noon.AddMinutes(30));
        Assert.Equal(["IngestReadings", "PurgeOldData"], (await TakeAsync()).Select(run => run.Job).Order(StringComparer.Ordinal));
        var history = station.Get<RunHistory>();
        await history.EndAsync(await history.BeginAsync("PurgeOldData", RunTrigger.Schedule), RunOutcome.Succeeded, null);
        station.Time.AdjustTime(TestStation.Noon.AddMinutes(-15));
        Assert.Empty(await TakeAsync());
        for (var minute = 1; minute <= 60; minute++)
        {
            station.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(["IngestReadings"], (await TakeAsync()).Select(run => run.Job));
        }

        Assert.Equal(TestStation.Noon.AddDays(1).AddMinutes(30), await NextAsync("PurgeOldData"));
    }

    [Theory]
    [InlineData(120, RunTrigger.Schedule)]
    [InlineData(121, RunTrigger.CatchUp)]
    public async Task TakeDue_ALittleLate_StillCountsAsOnTime(int secondsLate, RunTrigger expected)
    {
        await SaveAsync(new() { Job = "PurgeOldData", Cron = "0 13 * * *" });
        station.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(secondsLate));
        Assert.Equal(expected, Assert.Single(await TakeAsync()).Trigger);
    }

    [Fact]
    public async Task TakeDue_TwoZones_EachHasItsOwnHour()
    {
        await station.AddSensorAsync(new() { Id = "berlin", TimeZone = "Europe/Berlin" });
        await SaveAsync(new() { Job = "ForecastDays", Cron = "10 0 * * *" });
        station.Time.Advance(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(10));
        Assert.Equal(["Asia/Seoul"], Assert.Single(await TakeAsync()).TimeZones);
        station.Time.Advance(TimeSpan.FromHours(7));
        Assert.Equal(["Europe/Berlin"], Assert.Single(await TakeAsync()).TimeZones);
    }

    [Fact]
    public async Task TakeDue_TwoZonesMissedTogether_AreOneRun()
    {
        await station.AddSensorAsync(new() { Id = "berlin", TimeZone = "Europe/Berlin" });
        await SaveAsync(new() { Job = "ForecastDays", Cron = "10 0 * * *" });
        station.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["Asia/Seoul", "Europe/Berlin"], Assert.Single(await TakeAsync()).TimeZones!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TakeDue_ChosenZone_ConcernsEverySensor()
    {
        await SaveAsync(new() { Job = "ForecastDays", Cron = "0 12 * * *", TimeZone = "UTC" });
        station.Time.Advance(TimeSpan.FromHours(9));
        Assert.Null(Assert.Single(await TakeAsync()).TimeZones);
    }

    [Fact]
    public async Task TakeDue_TwoSchedulersOnOneDatabase_StartAnOccurrenceOnce()
    {
        await SaveAsync(new() { Job = "IngestReadings", Cron = "* * * * *" });
        await using var other = await TestStation.StartAsync(root: folder.Path);
        for (var minute = 0; minute < 10; minute++)
        {
            station.Time.Advance(TimeSpan.FromMinutes(1));
            other.Time.Advance(TimeSpan.FromMinutes(1));
            var both = await Task.WhenAll(
                Task.Run(() => TakeAsync()),
                Task.Run(() => other.Get<ScheduleClocks>().TakeDueAsync(_ => false, TestStation.Cancellation)));
            Assert.Equal(1, both.Sum(due => due.Count));
        }
    }

    [Fact]
    public async Task TakeDue_StillRunning_KeepsItsOccurrenceForLater()
    {
        await SaveAsync(new() { Job = "IngestReadings", Cron = "* * * * *" });
        station.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await TakeAsync(_ => true));
        Assert.Single(await TakeAsync());
    }

    [Fact]
    public async Task Save_NewTime_TakesEffectAtOnce()
    {
        await SaveAsync(new() { Job = "PurgeOldData", Cron = "40 4 * * *" });
        await SaveAsync(new() { Job = "PurgeOldData", Cron = "1 12 * * *" });
        station.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await TakeAsync());
    }

    [Fact]
    public async Task Save_Disabled_MissesItsTimesForGood()
    {
        await SaveAsync(new() { Job = "IngestReadings", Cron = "* * * * *", Enabled = false });
        station.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(await TakeAsync());
        await SaveAsync(new() { Job = "IngestReadings", Cron = "* * * * *" });
        Assert.Empty(await TakeAsync());
        station.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await TakeAsync());
    }

    private Task<IReadOnlyList<DueRun>> TakeAsync(Func<string, bool>? isRunning = null) =>
        station.Get<ScheduleClocks>().TakeDueAsync(isRunning ?? (_ => false), TestStation.Cancellation);

    private async Task SaveAsync(ScheduleDraft draft) =>
        Assert.Empty(await station.Get<ScheduleEditor>().SaveAsync(draft, TestStation.Cancellation));

    private Task<DateTimeOffset> NextAsync(string job) =>
        station.QueryAsync(
            db =>
                db.ScheduleClocks.Where(clock => clock.Job == job).Select(clock => clock.NextDueAt).SingleAsync(TestStation.Cancellation));
}
