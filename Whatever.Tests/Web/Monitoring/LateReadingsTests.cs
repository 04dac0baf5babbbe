using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Simulation;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>What comes late, at once, or after the station stood still.</summary>
public sealed class LateReadingsTests : MonitoredStation
{
    [Fact]
    public async Task Run_LateReadingsShowThatNothingWasLost_WithdrawsTheAlarm()
    {
        var sensor = await AddAsync("sensor_01");
        var from = Now;
        await TickAsync(null, 30);
        Assert.Equal(AlarmState.Raised, (await SingleAsync()).State);
        await StoreAsync(sensor, from, Now);
        await TickAsync(sensor, 1);
        Assert.Equal(AlarmEnd.Withdrawn, (await SingleAsync()).Ended);
    }

    [Fact]
    public async Task Run_AfterARestart_GoesOnFromWhereItWas()
    {
        using var folder = new TestFolder();
        await Station.DisposeAsync();
        Station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await AddAsync("sensor_01");
        await TickAsync(null, 30);
        var before = await SingleAsync();
        await Station.DisposeAsync();
        Station = await TestStation.StartAsync(StationClock.InstantOf(Now), folder.Path);
        await TickAsync(null, 5);
        var after = await SingleAsync();
        Assert.Equal((before.Id, before.State, before.Revision, sensor.Key), (after.Id, after.State, after.Revision, after.SensorKey));
        await TickAsync(sensor, 10);
        Assert.Equal((before.Id, AlarmState.Cleared), ((await SingleAsync()).Id, (await SingleAsync()).State));
    }

    [Fact]
    public async Task Run_RestartWhileAnAlarmIsPending_OpensItWhenTheRestOfItsDelayIsOver()
    {
        const int OnDelay = 30;
        using var folder = new TestFolder();
        await Station.DisposeAsync();
        Station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await AddAsync("sensor_01");
        var begin = Now;
        LowFrom = begin;
        await TickAsync(sensor, 20);
        await using (var db = await Station.OpenAsync())
        {
            Assert.Empty(await db.Alarms.ToListAsync(TestStation.Cancellation));

            // From now on only the stored state knows of the twenty minutes.
            await db.Readings.Where(reading => reading.Minute >= begin).ExecuteDeleteAsync(TestStation.Cancellation);
        }

        await Station.DisposeAsync();
        Station = await TestStation.StartAsync(StationClock.InstantOf(Now), folder.Path);
        await TickAsync(sensor, 9);
        await using (var db = await Station.OpenAsync())
        {
            Assert.Empty(await db.Alarms.ToListAsync(TestStation.Cancellation));
        }

        // The mean of ten minutes has too few values for four of them: silence, which is no part of the delay.
        await TickAsync(sensor, 10);
        var alarm = await SingleAsync();
        Assert.Equal((AlarmCause.Low, alarm.SinceMinute + OnDelay - 1 + 4), (alarm.Cause, alarm.RaisedMinute));
        Assert.InRange(alarm.SinceMinute, begin, begin + 5);
    }

    [Fact]
    public async Task Run_LateReadingsAfterAnOutageOfAll_BringsNoAlarmsOfSingleSensors()
    {
        var sensors = new List<Sensor>();
        for (var i = 1; i <= 3; i++)
        {
            sensors.Add(await AddAsync($"sensor_{i:00}"));
        }

        var from = Now;
        await TickAsync(null, 60);
        for (var i = 0; i < 10; i++)
        {
            foreach (var sensor in sensors)
            {
                await StoreAsync(sensor, Now, Now);
            }

            await TickAsync(null, 1);
        }

        Assert.Equal((AlarmCause.ManyOffline, AlarmState.Cleared), ((await SingleAsync()).Cause, (await SingleAsync()).State));
        await StoreAsync(sensors[1], from, from + 20);
        await TickAsync(null, 1);
        Assert.Equal(AlarmCause.ManyOffline, (await SingleAsync()).Cause);
    }

    [Fact]
    public async Task Run_OutageOfAllIsCaughtUpWith_IsOneAlarm()
    {
        var sensors = new List<Sensor>();
        for (var i = 1; i <= 4; i++)
        {
            sensors.Add(await AddAsync($"sensor_{i:00}"));
        }

        var from = Now;
        Now += 480;
        foreach (var sensor in sensors)
        {
            await StoreAsync(sensor, from, from + 200);
            await StoreAsync(sensor, from + 260, Now);
        }

        Station.Time.SetUtcNow(StationClock.InstantOf(Now));
        await RoundAsync();
        var alarm = await SingleAsync();
        Assert.Equal((AlarmCause.ManyOffline, AlarmState.Cleared, 4), (alarm.Cause, alarm.State, alarm.Sensors));
        Assert.InRange(alarm.RaisedMinute, from + 201, from + 215);
        Assert.InRange(alarm.ClearedMinute!.Value, from + 260, from + 275);
    }

    [Fact]
    public async Task Run_LateReadingsOfAStraggler_LeaveTheAlarmThatWasTold()
    {
        var sensors = new List<Sensor>();
        for (var i = 1; i <= 4; i++)
        {
            sensors.Add(await AddAsync($"sensor_{i:00}"));
        }

        var from = Now;
        await TickAsync(null, 60);
        for (var i = 0; i < 40; i++)
        {
            foreach (var sensor in sensors.Where(sensor => sensor != sensors[3] || i >= 15))
            {
                await StoreAsync(sensor, Now, Now);
            }

            await TickAsync(null, 1);
        }

        var told = (await Station.AlarmsAsync()).Where(alarm => alarm.Cause == AlarmCause.NoData && alarm.Ended == AlarmEnd.Cleared)
            .ToList();
        Assert.Equal(sensors[3].Key, Assert.Single(told).SensorKey);
        await StoreAsync(sensors[3], from - 2, from - 1);
        await StoreAsync(sensors[3], Now, Now);
        await TickAsync(null, 1);
        var after = (await Station.AlarmsAsync()).Single(alarm => alarm.Id == told[0].Id);
        Assert.Equal((told[0].Ended, told[0].RaisedMinute, told[0].ClearedMinute), (after.Ended, after.RaisedMinute, after.ClearedMinute));
    }

    /// <summary>What becomes of its alarm is stored with the outage, not with the sensor.</summary>
    [Fact]
    public async Task Run_StragglerCannotBeStoredWhenTheOthersAreBack_HasItsAlarmAllTheSame()
    {
        var sensors = new List<Sensor>();
        for (var i = 1; i <= 4; i++)
        {
            sensors.Add(await AddAsync($"sensor_{i:00}"));
        }

        await TickAsync(null, 60);
        await Station.ExecuteAsync(
            $"CREATE TRIGGER broken BEFORE UPDATE ON sensor_states WHEN NEW.sensor_key = {sensors[3].Key} BEGIN SELECT RAISE(ABORT, 'no "
                + "more'); END");
        for (var i = 0; i < 15; i++)
        {
            foreach (var sensor in sensors.Take(3))
            {
                await StoreAsync(sensor, Now, Now);
            }

            await TickAsync(null, 1);
        }

        await Station.ExecuteAsync("DROP TRIGGER broken");
        await TickAsync(null, 2);
        var alarms = await Station.AlarmsAsync();
        Assert.Equal(AlarmEnd.Cleared, Assert.Single(alarms, alarm => alarm.Cause == AlarmCause.ManyOffline).Ended);
        var own = Assert.Single(alarms, alarm => alarm.Cause == AlarmCause.NoData && alarm.SensorKey == sensors[3].Key);
        Assert.Equal((AlarmEnd.None, AlarmState.Raised), (own.Ended, own.State));
    }

    /// <summary>The outage came and went in a pass that was killed before its sensors were stored.</summary>
    [Fact]
    public async Task Run_KilledAfterTheOutageWasStored_BringsNoAlarmsOfSingleSensors()
    {
        var sensors = new List<Sensor>();
        for (var i = 1; i <= 4; i++)
        {
            sensors.Add(await AddAsync($"sensor_{i:00}"));
        }

        var from = Now;
        Now += 480;
        foreach (var sensor in sensors)
        {
            await StoreAsync(sensor, from, from + 200);
            await StoreAsync(sensor, from + 260, Now);
        }

        await Station.ExecuteAsync("CREATE TRIGGER broken BEFORE UPDATE ON sensor_states BEGIN SELECT RAISE(ABORT, 'killed'); END");
        Station.Time.SetUtcNow(StationClock.InstantOf(Now));
        Assert.Equal(4, (await RoundAsync()).Problems.Count);
        await Station.ExecuteAsync("DROP TRIGGER broken");
        await TickAsync(null, 1);
        var alarm = await SingleAsync();
        Assert.Equal((AlarmCause.ManyOffline, AlarmState.Cleared, 4), (alarm.Cause, alarm.State, alarm.Sensors));
        Assert.InRange(alarm.ClearedMinute!.Value, from + 260, from + 275);
        Assert.Equal([AlarmEntryKind.Opened, AlarmEntryKind.Cleared], await Station.LogAsync(alarm.Id));
    }

    [Fact]
    public async Task Run_ReadingsOfLongAgo_LeaveAStandingAlarmOpen()
    {
        var sensor = await AddAsync("sensor_01");
        await Station.ApplyAsync(sensor.Key, AlarmSetup.Opened(Now - 3000, AlarmCause.Leak));
        await TickAsync(sensor, 60);
        await using (var db = await Station.OpenAsync())
        {
            await db.StateSnapshots.ExecuteDeleteAsync(TestStation.Cancellation);
        }

        await StoreAsync(sensor, Now - 30, Now - 30, offset: 0.01);
        await TickAsync(sensor, 3);
        var alarm = await SingleAsync();
        Assert.Equal((AlarmCause.Leak, AlarmState.Raised, Now - 3063 - 5), (alarm.Cause, alarm.State, alarm.SinceMinute));
    }

    [Fact]
    public async Task Run_AnotherProcessWatchedInBetween_GoesOnFromThere()
    {
        using var folder = new TestFolder();
        await Station.DisposeAsync();
        Station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await AddAsync("sensor_01", new SimulatedEvent(SimulatedEventKind.Burst, LocalAt(5), TimeSpan.FromMinutes(90), 0.3));
        await using var other = await TestStation.StartAsync(root: folder.Path);
        await TickAsync(sensor, 4);
        await StoreAsync(sensor, Now, Now + 15);
        Now += 16;
        foreach (var process in new[] { other, Station })
        {
            process.Time.SetUtcNow(StationClock.InstantOf(Now));
            await process.Get<MonitoringPass>().RunAsync(TestStation.Cancellation);
        }

        Assert.Equal((AlarmCause.Burst, 1), ((await SingleAsync()).Cause, (await SingleAsync()).Revision));
        await TickAsync(sensor, 180);
        Assert.Equal(AlarmState.Cleared, (await SingleAsync()).State);
    }

    [Fact]
    public async Task Run_EventOlderThanADayGoesOn_IsNoHistory()
    {
        await AddAsync("sensor_01");
        Now += 3 * MinutesPerDay;
        Station.Time.SetUtcNow(StationClock.InstantOf(Now));
        await RoundAsync();
        var alarm = await SingleAsync();
        Assert.Equal((AlarmCause.NoData, AlarmState.Raised, false), (alarm.Cause, alarm.State, alarm.IsHistory));
        Assert.InRange(alarm.RaisedMinute, Now - (3 * MinutesPerDay), Now - (3 * MinutesPerDay) + 15);
    }
}
