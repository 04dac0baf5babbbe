using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Retention;
using Whatever.Web.Scheduling;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Scheduling;

/// <summary>A clock that leaps is an alarm with both times, and nothing is lost or removed because of it.</summary>
public sealed class ClockKeeperTests
{
    private readonly LeapingTime machine = new(TestStation.Noon);

    [Fact]
    public async Task Keep_ClockSetBackByAnHour_IsAnAlarmWithBothTimes()
    {
        await using var station = await StartAsync(null);
        await station.AddSensorAsync();
        await LeapAsync(station, TimeSpan.FromHours(-1));
        var alarm = Assert.Single(await station.QueryAsync(db => db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation)));
        var minute = StationClock.MinuteOf(TestStation.Noon.AddMinutes(3).AddHours(-1));
        Assert.Equal(
            (AlarmCause.StationClock, null, minute, -60, AlarmEnd.Cleared),
            (alarm.Cause, alarm.SensorKey, alarm.SinceMinute, alarm.ShiftMinutes, alarm.Ended));
        await station.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);
        Assert.Equal(1, await station.QueryAsync(db => db.Alarms.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Keep_NoSensorYet_IsAnAlarmToo()
    {
        await using var station = await StartAsync(null);
        await LeapAsync(station, TimeSpan.FromDays(1));
        Assert.Equal(1, await station.QueryAsync(db => db.Alarms.CountAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Start_MachineLostItsTime_GoesOnFromTheLastMinuteAndKeepsWhatSeemsToBeOfTheFuture()
    {
        using var folder = new TestFolder();
        await using (var before = await StartAsync(folder.Path))
        {
            await before.AddSensorAsync();
            await before.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);
        }

        machine.Off = TimeSpan.FromDays(-3000);
        await using var station = await StartAsync(folder.Path);
        await station.Get<ClockKeeper>().StartAsync(TestStation.Cancellation);
        Assert.Equal(TestStation.Noon, station.Get<TimeProvider>().GetUtcNow());
        machine.Advance(SteadyTime.Settles);
        Assert.Equal(TestStation.Noon.AddDays(-3000) + SteadyTime.Settles, station.Get<TimeProvider>().GetUtcNow());
        await station.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);

        // The gateway's clock is right.
        var sensor = await station.QueryAsync(db => db.Sensors.AsNoTracking().SingleAsync(TestStation.Cancellation));
        using var row = JsonDocument.Parse("""{"time":"2024-07-09 12:00","flow_rate":1,"pressure":2}""");
        var refused = await Assert.ThrowsAsync<ClockDoubtException>(
            () => station.Get<PushedReadings>().TakeAsync(sensor, [new PushedItem(row.RootElement)], null, TestStation.Cancellation));
        Assert.Equal("clock.behind", refused.Problem.Code);
        var file = Path.Combine(station.Folder.Inbox, "sensor_01.csv");
        Directory.CreateDirectory(station.Folder.Inbox);
        await File.WriteAllTextAsync(file, "time,flow_rate,pressure\n2024-07-09 12:00,1,2\n", TestStation.Cancellation);
        File.SetLastWriteTimeUtc(file, TestStation.Noon.AddDays(-3001).UtcDateTime);
        Assert.Equal(default, await station.Get<Inbox>().TakeAsync(TestStation.Cancellation));
        Assert.True(File.Exists(file));
        await Assert.ThrowsAsync<ClockDoubtException>(
            () => station.Get<ReadingImporter>().ImportAsync(
                sensor, file, "sensor_01.csv", new PlanChoices(), cancellation: TestStation.Cancellation));

        machine.Off = TimeSpan.Zero;
        station.Get<TimeProvider>().GetUtcNow();
        machine.Advance(SteadyTime.Settles);
        await station.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);
        var taken = await station.Get<PushedReadings>().TakeAsync(
            sensor, [new PushedItem(row.RootElement)], null, TestStation.Cancellation);
        Assert.Equal(1, taken.Inserted);
    }

    [Fact]
    public async Task Purge_ClockWasChanged_RemovesNothingForThreeDays()
    {
        await using var station = await StartAsync(null);
        var doubt = station.Get<ClockDoubt>();
        Assert.Null(doubt.Reason);
        await LeapAsync(station, TimeSpan.FromDays(400));
        Assert.Equal("clock.changed", doubt.Reason?.Code);
        Assert.False(doubt.MayBeBehind);
        machine.Advance(TimeSpan.FromDays(2.9));
        Assert.NotNull(doubt.Reason);
        machine.Advance(TimeSpan.FromDays(0.2));
        Assert.Null(doubt.Reason);
    }

    /// <summary>A year back and forth: no job of a day or a year was missed by it, but what was due while the clock was wrong.</summary>
    [Theory]
    [InlineData(1, new string[0])]
    [InlineData(8, new[] { "ForecastDays" })]
    [InlineData(72, new[] { "ForecastDays" })]
    public async Task Keep_ClockThatWasAYearBehindIsRightAgain_MissedIsWhatWasDueMeanwhile(int hours, string[] expected)
    {
        await using var station = await StartAsync(null);
        await station.AddSensorAsync(new SensorDraft { Id = "sensor_01", TimeZone = "UTC" });
        foreach (var (job, cron) in new[] { ("ForecastDays", "0 8 * * *"), ("RetrainModels", "30 3 1 1 *") })
        {
            await station.Get<ScheduleEditor>().SaveAsync(new ScheduleDraft { Job = job, Cron = cron }, TestStation.Cancellation);
        }

        await TakeAsync(station);
        await LeapAsync(station, TimeSpan.FromDays(-365));
        await TakeAsync(station);
        for (var hour = 0; hour < hours; hour++)
        {
            machine.Advance(TimeSpan.FromHours(1));
            await station.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);
        }

        await LeapAsync(station, TimeSpan.Zero);
        var due = await TakeAsync(station);
        Assert.Equal(expected, due.Where(run => run.Job is "ForecastDays" or "RetrainModels").Select(run => run.Job));
        Assert.DoesNotContain(await TakeAsync(station), run => run.Job is "ForecastDays" or "RetrainModels");
    }

    /// <summary>A database that is in use for longer than anybody waits: the change is taken down with the next minute.</summary>
    [Fact]
    public async Task Keep_ClockIsRightAgainAndCannotBeWrittenDown_MissesNoYearOfJobsLater()
    {
        await using var station = await StartAsync(null);
        await station.AddSensorAsync(new SensorDraft { Id = "sensor_01", TimeZone = "UTC" });
        await station.Get<ScheduleEditor>().SaveAsync(
            new ScheduleDraft { Job = "RetrainModels", Cron = "30 3 1 1 *" }, TestStation.Cancellation);
        await TakeAsync(station);
        await LeapAsync(station, TimeSpan.FromDays(-365));
        await TakeAsync(station);
        await SayAsync(station, "CREATE TRIGGER no_alarms BEFORE INSERT ON alarms BEGIN SELECT RAISE(ABORT, 'full'); END");
        await Assert.ThrowsAnyAsync<Exception>(() => LeapAsync(station, TimeSpan.Zero));
        await SayAsync(station, "DROP TRIGGER no_alarms");
        await station.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);
        Assert.Equal(2, await station.QueryAsync(db => db.Alarms.CountAsync(TestStation.Cancellation)));
        Assert.DoesNotContain(await TakeAsync(station), run => run.Job == "RetrainModels");
    }

    /// <summary>It was due and waited for another job when the clock was set back: the day's files do not wait for tomorrow.</summary>
    [Fact]
    public async Task Keep_ClockSetBackWhileAJobWaits_TheJobIsDueAtOnce()
    {
        await using var station = await StartAsync(null);
        await station.AddSensorAsync(new SensorDraft { Id = "sensor_01", TimeZone = "UTC" });
        var soon = TestStation.Noon.AddMinutes(2).UtcDateTime;
        await station.Get<ScheduleEditor>().SaveAsync(
            new ScheduleDraft { Job = "DeliverForecasts", Cron = $"{soon.Minute} {soon.Hour} * * *" }, TestStation.Cancellation);
        await TakeAsync(station);
        machine.Advance(TimeSpan.FromMinutes(3));
        await station.Get<ScheduleClocks>().TakeDueAsync(job => job == "DeliverForecasts", TestStation.Cancellation);
        await LeapAsync(station, TimeSpan.FromHours(-1));
        Assert.Contains(await TakeAsync(station), run => run.Job == "DeliverForecasts");
        await LeapAsync(station, TimeSpan.Zero);
        Assert.DoesNotContain(await TakeAsync(station), run => run.Job == "DeliverForecasts");
    }

    /// <summary>Who sends is right, and what is of now is told although it seems to be of the day before yesterday.</summary>
    [Fact]
    public async Task Push_ClockIsTwoDaysAhead_IsNoHistory()
    {
        await using var station = await StartAsync(null);
        var sensor = await station.AddJudgedSensorAsync();
        await LeapAsync(station, TimeSpan.FromDays(2));
        using var row = JsonDocument.Parse($$"""{"time":"{{sensor.Local(StationClock.MinuteOf(TestStation.Noon))}}","flow_rate":260}""");
        await station.Get<PushedReadings>().TakeAsync(sensor, [new PushedItem(row.RootElement)], null, TestStation.Cancellation);
        Assert.Equal(1, (await station.DetectNewAsync(sensor)).Alerts);
        await LeapAsync(station, TimeSpan.Zero);
        Assert.Equal(station.Get<TimeProvider>().GetUtcNow(), station.Get<ClockDoubt>().EarliestNow);
    }

    private static async Task SayAsync(TestStation station, string sql)
    {
        await using var db = await station.OpenAsync();
        await db.Database.ExecuteSqlRawAsync(sql, TestStation.Cancellation);
    }

    private static Task<IReadOnlyList<DueRun>> TakeAsync(TestStation station) =>
        station.Get<ScheduleClocks>().TakeDueAsync(_ => false, TestStation.Cancellation);

    private async Task LeapAsync(TestStation station, TimeSpan off)
    {
        machine.Off = off;
        await station.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);
        machine.Advance(SteadyTime.Settles);
        await station.Get<ClockKeeper>().KeepAsync(TestStation.Cancellation);
    }

    private Task<TestStation> StartAsync(string? root) => TestStation.StartAsync(
        root: root, change: services => services.AddSingleton<TimeProvider>(new SteadyTime(machine)));
}
