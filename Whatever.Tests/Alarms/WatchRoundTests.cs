using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Simulation;
using Whatever.Tests.Support;
using Whatever.Web.Detection;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Alarms;

/// <summary>From stored readings to alarms, as the minute job does it.</summary>
public sealed class WatchRoundTests : IAsyncLifetime
{
    private const int HistoryDays = 20;
    private const int MinutesPerDay = 1440;

    /// <summary>m³/h above what flows otherwise; the pressure knows nothing of it.</summary>
    private const double High = 120;
    private TestStation station = null!;
    private int now;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        now = StationClock.MinuteOf(station.Time.GetUtcNow());
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Run_BurstAsItComes_OpensOneAlarmAndClosesItAfterwards()
    {
        var sensor = await AddAsync("sensor_01", new SimulatedEvent(SimulatedEventKind.Burst, LocalAt(5), TimeSpan.FromMinutes(90), 0.3));
        await TickAsync(sensor, 20);
        var open = await SingleAsync();
        Assert.Equal((AlarmCause.Burst, AlarmState.Raised, false), (open.Cause, open.State, open.IsHistory));
        Assert.InRange(open.RaisedMinute, now - 15, now - 1);
        await TickAsync(sensor, 180);
        Assert.Equal(AlarmState.Cleared, (await SingleAsync()).State);
    }

    [Fact]
    public async Task Run_NothingComesAnyMore_OpensNoDataThatOnlyReadingsClear()
    {
        var sensor = await AddAsync("sensor_01");
        await TickAsync(null, 60);
        var lost = await SingleAsync();
        Assert.Equal((AlarmCause.NoData, AlarmState.Raised), (lost.Cause, lost.State));
        await StoreAsync(sensor, now - 10, now);
        await TickAsync(sensor, 10);
        Assert.Equal(AlarmState.Cleared, (await SingleAsync()).State);
    }

    [Fact]
    public async Task Run_AllSensorsLostAtOnce_IsOneAlarm()
    {
        for (var i = 1; i <= 4; i++)
        {
            await AddAsync($"sensor_{i:00}");
        }

        await TickAsync(null, 30);
        var lost = await SingleAsync();
        Assert.Equal((AlarmCause.ManyOffline, null, 4), (lost.Cause, lost.SensorKey, lost.Sensors));
    }

    [Fact]
    public async Task Run_LateReadingsShowThatNothingWasLost_WithdrawsTheAlarm()
    {
        var sensor = await AddAsync("sensor_01");
        var from = now;
        await TickAsync(null, 30);
        Assert.Equal(AlarmState.Raised, (await SingleAsync()).State);
        await StoreAsync(sensor, from, now);
        await TickAsync(sensor, 1);
        Assert.Equal(AlarmEnd.Withdrawn, (await SingleAsync()).Ended);
    }

    [Fact]
    public async Task Run_AfterARestart_GoesOnFromWhereItWas()
    {
        using var folder = new TestFolder();
        await station.DisposeAsync();
        station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await AddAsync("sensor_01");
        await TickAsync(null, 30);
        var before = await SingleAsync();
        await station.DisposeAsync();
        station = await TestStation.StartAsync(StationClock.InstantOf(now), folder.Path);
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
        await station.DisposeAsync();
        station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await AddAsync("sensor_01");
        var begin = now;
        highFrom = begin;
        await TickAsync(sensor, 20);
        await using (var db = await station.OpenAsync())
        {
            Assert.Empty(await db.Alarms.ToListAsync(TestStation.Cancellation));

            // From now on only the stored state knows of the twenty minutes.
            await db.Readings.Where(reading => reading.Minute >= begin).ExecuteDeleteAsync(TestStation.Cancellation);
        }

        await station.DisposeAsync();
        station = await TestStation.StartAsync(StationClock.InstantOf(now), folder.Path);
        await TickAsync(sensor, 9);
        await using (var db = await station.OpenAsync())
        {
            Assert.Empty(await db.Alarms.ToListAsync(TestStation.Cancellation));
        }

        // The mean of ten minutes has too few values for four of them: silence, which is no part of the delay.
        await TickAsync(sensor, 10);
        var alarm = await SingleAsync();
        Assert.Equal((AlarmCause.High, alarm.SinceMinute + OnDelay - 1 + 4), (alarm.Cause, alarm.RaisedMinute));
        Assert.InRange(alarm.SinceMinute, begin, begin + 5);
    }

    /// <summary>The line to all was down, and the meters kept their readings.</summary>
    [Fact]
    public async Task Run_LateReadingsAfterAnOutageOfAll_BringsNoAlarmsOfSingleSensors()
    {
        var sensors = new List<Sensor>();
        for (var i = 1; i <= 3; i++)
        {
            sensors.Add(await AddAsync($"sensor_{i:00}"));
        }

        var from = now;
        await TickAsync(null, 60);
        for (var i = 0; i < 10; i++)
        {
            foreach (var sensor in sensors)
            {
                await StoreAsync(sensor, now, now);
            }

            await TickAsync(null, 1);
        }

        Assert.Equal((AlarmCause.ManyOffline, AlarmState.Cleared), ((await SingleAsync()).Cause, (await SingleAsync()).State));
        await StoreAsync(sensors[1], from, from + 20);
        await TickAsync(null, 1);
        Assert.Equal(AlarmCause.ManyOffline, (await SingleAsync()).Cause);
    }

    [Fact]
    public async Task Run_AnotherProcessWatchedInBetween_GoesOnFromThere()
    {
        using var folder = new TestFolder();
        await station.DisposeAsync();
        station = await TestStation.StartAsync(root: folder.Path);
        var sensor = await AddAsync("sensor_01", new SimulatedEvent(SimulatedEventKind.Burst, LocalAt(5), TimeSpan.FromMinutes(90), 0.3));
        await using var other = await TestStation.StartAsync(root: folder.Path);
        await TickAsync(sensor, 4);
        await StoreAsync(sensor, now, now + 15);
        now += 16;
        foreach (var process in new[] { other, station })
        {
            process.Time.SetUtcNow(StationClock.InstantOf(now));
            await process.Get<IWatchRound>().RunAsync(TestStation.Cancellation);
        }

        Assert.Equal((AlarmCause.Burst, 1), ((await SingleAsync()).Cause, (await SingleAsync()).Revision));
        await TickAsync(sensor, 180);
        Assert.Equal(AlarmState.Cleared, (await SingleAsync()).State);
    }

    /// <summary>A station that stood still over a weekend finds on Monday what began on Saturday and goes on.</summary>
    [Fact]
    public async Task Run_EventOlderThanADayGoesOn_IsNoHistory()
    {
        await AddAsync("sensor_01");
        now += 3 * MinutesPerDay;
        station.Time.SetUtcNow(StationClock.InstantOf(now));
        await RoundAsync();
        var alarm = await SingleAsync();
        Assert.Equal((AlarmCause.NoData, AlarmState.Raised, false), (alarm.Cause, alarm.State, alarm.IsHistory));
        Assert.InRange(alarm.RaisedMinute, now - (3 * MinutesPerDay), now - (3 * MinutesPerDay) + 15);
    }

    [Fact]
    public async Task Run_UploadedHistory_IsNeitherMissedNorTold()
    {
        now -= 400 * MinutesPerDay;
        var happened = new SimulatedEvent(SimulatedEventKind.Burst, LocalAt(-MinutesPerDay), TimeSpan.FromMinutes(90), 0.4);
        await AddAsync("sensor_01", happened);
        await RoundAsync();
        await using var db = await station.OpenAsync();
        var alarms = await db.Alarms.ToListAsync(TestStation.Cancellation);
        Assert.Contains(alarms, alarm => alarm.Cause == AlarmCause.Burst);
        Assert.DoesNotContain(alarms, alarm => alarm.Cause == AlarmCause.NoData);
        Assert.All(alarms, alarm => Assert.True(alarm.IsHistory));
        Assert.False(await db.Deliveries.AnyAsync(row => row.IdempotencyKey.StartsWith("alarm/"), TestStation.Cancellation));
    }

    private readonly Dictionary<int, SimulatedEvent[]> happening = [];
    private int? highFrom;

    private async Task<Sensor> AddAsync(string id, params SimulatedEvent[] events)
    {
        var sensor = await station.AddSensorAsync(new() { Id = id });
        happening[sensor.Key] = events;
        await StoreAsync(sensor, now - (HistoryDays * MinutesPerDay), now - 1);
        await station.DetectNewAsync(sensor);
        await RoundAsync();
        await using var db = await station.OpenAsync();
        if (events.Length == 0 || events[0].Start >= LocalAt(0))
        {
            await db.Alarms.ExecuteDeleteAsync(TestStation.Cancellation);
        }

        return sensor;
    }

    /// <summary>Minutes go by; with a sensor its readings come.</summary>
    private async Task TickAsync(Sensor? sensor, int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            if (sensor is not null)
            {
                await StoreAsync(sensor, now, now);
            }

            now++;
            station.Time.SetUtcNow(StationClock.InstantOf(now));
            await RoundAsync();
        }
    }

    private Task<WatchReport> RoundAsync() => station.Get<IWatchRound>().RunAsync(TestStation.Cancellation);

    private async Task<Alarm> SingleAsync()
    {
        await using var db = await station.OpenAsync();
        return Assert.Single(await db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation));
    }

    private DateTime LocalAt(int minutesFromNow) => StationClock.For(Sensor.DefaultTimeZone).ToLocal(now + minutesFromNow);

    private Task<WriteCounts> StoreAsync(Sensor sensor, int from, int to)
    {
        var simulator = new WaterSimulator(new SimulationOptions { Seed = sensor.Key, Events = happening[sensor.Key] });
        var minutes = simulator.Generate(sensor.Clock.ToLocal(from), to - from + 1).ToArray();
        var columns = new ReadingColumns(
            [.. Enumerable.Range(from, minutes.Length)], [.. minutes.Select((minute, index) => minute.FlowRate + (from + index >= highFrom ? High : 0))], Array.ConvertAll(minutes, minute => minute.Pressure));
        return station.Get<Web.Readings.ReadingStore>().StoreAsync(sensor.Key, columns, cancellation: TestStation.Cancellation);
    }
}
