using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>What arrives is judged at once, and comes to what the minute job would have said.</summary>
public sealed class ArrivedReadingsTests : MonitoredStation
{
    [Fact]
    public async Task RunArrived_ReadingOfNow_IsJudgedAndOthersAreLeft()
    {
        var (one, other) = (await AddAsync("sensor_01"), await AddAsync("sensor_02"));
        await TickAsync(null, 1);
        var before = await ThroughAsync(other);
        await StoreAsync(one, Now - 1, Now);
        var report = await ArrivedAsync();
        Assert.Equal(["sensor_01"], report!.Reports.Select(done => done.Sensor));
        Assert.Equal((Now, before), (await ThroughAsync(one), await ThroughAsync(other)));
        Assert.Empty(await Station.QueryAsync(db => db.StaleSpans.ToListAsync(TestStation.Cancellation)));
        Assert.Null(await ArrivedAsync());
    }

    [Fact]
    public async Task RunArrived_MinuteThatFillsUp_IsJudgedAtItsFirstValueAndWhenItIsOver()
    {
        var sensor = await AddAsync("sensor_01");
        await TickAsync(sensor, 1);
        await Station.StoreAsync(sensor, Now, [100]);
        Assert.NotNull(await ArrivedAsync());
        await Station.StoreAsync(sensor, Now, [101]);
        Assert.Null(await ArrivedAsync());
        await TickAsync(null, 1);
        Assert.Empty(await Station.QueryAsync(db => db.StaleSpans.ToListAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task RunArrived_MinuteByMinute_FindsWhatTheMinuteJobFinds()
    {
        var (one, other) = (await AddAsync("sensor_01"), await AddAsync("sensor_02"));
        LowFrom = Now;
        for (var minute = 0; minute < 60; minute++)
        {
            await StoreAsync(one, Now, Now);
            await ArrivedAsync();
            await StoreAsync(other, Now, Now);
            await TickAsync(null, 1);
        }

        await using var db = await Station.OpenAsync();
        var alarms = (await db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation)).ToLookup(alarm => alarm.SensorKey);
        Assert.NotEmpty(alarms[one.Key]);
        Assert.All(alarms[one.Key], alarm => Assert.Equal(AlarmEnd.None, alarm.Ended));
        Assert.Contains(alarms[other.Key], alarm => alarm.Cause == alarms[one.Key].First().Cause);
    }

    [Fact]
    public async Task RunArrived_HistoryOfMonths_IsLeftToTheMinuteJob()
    {
        var sensor = await AddAsync("sensor_01");
        await StoreAsync(sensor, Now - (60 * MinutesPerDay), Now - (40 * MinutesPerDay));
        Assert.Null(await ArrivedAsync());
        Assert.NotEmpty(await Station.QueryAsync(db => db.StaleSpans.ToListAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task RunArrived_SensorsOfAnOutageComeBack_EndTheOneAlarmOfAll()
    {
        var sensors = new List<Sensor> { await AddAsync("sensor_01"), await AddAsync("sensor_02"), await AddAsync("sensor_03") };
        await TickAsync(null, 60);
        Assert.Null((await SingleAsync()).SensorKey);
        for (var minute = 0; minute < 10; minute++)
        {
            foreach (var sensor in sensors)
            {
                await StoreAsync(sensor, Now, Now);
                await ArrivedAsync();
            }

            await TickAsync(null, 1);
        }

        var alarm = await SingleAsync();
        Assert.Equal((null, AlarmEnd.Cleared), (alarm.SensorKey, alarm.Ended));
    }

    private Task<PassReport?> ArrivedAsync() => Station.Get<MonitoringPass>().RunArrivedAsync(TestStation.Cancellation);

    private Task<int> ThroughAsync(Sensor sensor) => Station.QueryAsync(
        db => db.SensorStates.Where(state => state.SensorKey == sensor.Key).Select(state => state.ThroughMinute)
            .SingleAsync(TestStation.Cancellation));
}
