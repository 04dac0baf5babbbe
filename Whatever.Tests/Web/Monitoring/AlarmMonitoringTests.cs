using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Simulation;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>From stored readings to alarms, as the minute job does it.</summary>
public sealed class AlarmMonitoringTests : MonitoredStation
{
    [Fact]
    public async Task Run_BurstAsItComes_OpensOneAlarmAndClosesItAfterwards()
    {
        var sensor = await AddAsync("sensor_01", new SimulatedEvent(SimulatedEventKind.Burst, LocalAt(5), TimeSpan.FromMinutes(90), 0.3));
        await TickAsync(sensor, 20);
        var open = await SingleAsync();
        Assert.Equal((AlarmCause.Burst, AlarmState.Raised, false), (open.Cause, open.State, open.IsHistory));
        Assert.InRange(open.RaisedMinute, Now - 15, Now - 1);
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
        await StoreAsync(sensor, Now - 10, Now);
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

    /// <summary>The line to all was down, and the meters kept their readings.</summary>
    /// <summary>The server stood still over the night; the meters kept their readings, but for an hour in which all were cut off.</summary>
    /// <summary>One comes back later than the others: its alarm stays the same when late readings have the span watched again.</summary>
    /// <summary>There is no state of so long ago, so old readings are gone through: they do not know that the alarm is open.</summary>
    /// <summary>A station that stood still over a weekend finds on Monday what began on Saturday and goes on.</summary>
    [Fact]
    public async Task Run_UploadedHistory_IsNeitherMissedNorTold()
    {
        Now -= 400 * MinutesPerDay;
        var happened = new SimulatedEvent(SimulatedEventKind.Burst, LocalAt(-MinutesPerDay), TimeSpan.FromMinutes(90), 0.4);
        await AddAsync("sensor_01", happened);
        await RoundAsync();
        await using var db = await Station.OpenAsync();
        var alarms = await db.Alarms.ToListAsync(TestStation.Cancellation);
        Assert.Contains(alarms, alarm => alarm.Cause == AlarmCause.Burst);
        Assert.DoesNotContain(alarms, alarm => alarm.Cause == AlarmCause.NoData);
        Assert.All(alarms, alarm => Assert.True(alarm.IsHistory));
        Assert.False(await db.Deliveries.AnyAsync(row => row.IdempotencyKey.StartsWith("alarm/"), TestStation.Cancellation));
    }
}
