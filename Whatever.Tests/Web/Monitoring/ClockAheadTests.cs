using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>What was judged by a clock that was ahead is taken back, and the minutes are judged when they have come.</summary>
public sealed class ClockAheadTests : MonitoredStation
{
    [Theory]
    [InlineData(60)]
    [InlineData(365 * MinutesPerDay)]
    public async Task Run_ClockWasAheadForAMinute_GoesOnAsIfItHadNotBeen(int minutes)
    {
        var sensor = await AddAsync("sensor_01");
        await TickAsync(sensor, 5);
        Station.Time.AdjustTime(StationClock.InstantOf(Now + minutes));
        await RoundAsync();
        await RoundAsync();
        Assert.True(await ThroughAsync(sensor) > Now);
        Station.Time.AdjustTime(StationClock.InstantOf(Now));
        await TickAsync(sensor, 10);
        Assert.InRange(await ThroughAsync(sensor), Now - 3, Now);
        await using (var db = await Station.OpenAsync())
        {
            Assert.Empty(await db.StateSnapshots.Where(row => row.Minute > Now).ToListAsync(TestStation.Cancellation));
            Assert.DoesNotContain(
                await db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation), alarm => alarm.Ended == AlarmEnd.None);
        }

        // What happens then is seen as ever.
        await TickAsync(null, 30);
        await using var after = await Station.OpenAsync();
        var lost = Assert.Single(
            await after.Alarms.AsNoTracking().Where(alarm => alarm.Ended == AlarmEnd.None).ToListAsync(TestStation.Cancellation));
        Assert.Equal((AlarmCause.NoData, Now - 30), (lost.Cause, lost.SinceMinute));
    }

    [Fact]
    public async Task Run_ClockOfAFleetWasAhead_LeavesNoOutage()
    {
        var sensors = new List<Sensor>();
        for (var i = 1; i <= 3; i++)
        {
            sensors.Add(await AddAsync($"sensor_{i:00}"));
        }

        Station.Time.AdjustTime(StationClock.InstantOf(Now + 300));
        await RoundAsync();
        Station.Time.AdjustTime(StationClock.InstantOf(Now));
        for (var i = 0; i < 10; i++)
        {
            foreach (var sensor in sensors)
            {
                await StoreAsync(sensor, Now, Now);
            }

            await TickAsync(null, 1);
        }

        await using var db = await Station.OpenAsync();
        Assert.DoesNotContain(
            await db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation), alarm => alarm.Ended == AlarmEnd.None);
    }

    /// <summary>A box without a battery wakes up years ago: nothing of what was found since is taken back.</summary>
    [Fact]
    public async Task Run_ClockIsFarBehind_TakesNothingBack()
    {
        var sensor = await AddAsync("sensor_01");
        await TickAsync(sensor, 5);
        await TickAsync(null, 60);
        var (through, now) = (await ThroughAsync(sensor), Now);
        Station.Time.AdjustTime(new DateTimeOffset(2023, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await RoundAsync();
        Station.Time.AdjustTime(StationClock.InstantOf(now));
        Assert.Equal(through, await ThroughAsync(sensor));
        await using var db = await Station.OpenAsync();
        Assert.DoesNotContain(
            await db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation), alarm => alarm.Ended == AlarmEnd.Withdrawn);
    }

    private Task<int> ThroughAsync(Sensor sensor) => Station.QueryAsync(
        db => db.SensorStates.Where(state => state.SensorKey == sensor.Key).Select(state => state.ThroughMinute)
            .SingleAsync(TestStation.Cancellation));
}
