using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>Values that no water can have: an alarm tells of them, and nothing else is made of them.</summary>
public sealed class ImpossibleValuesTests : MonitoredStation
{
    [Theory]
    [InlineData(1e300)]
    [InlineData(-9999)]
    public async Task Run_CodesForAQuarterOfAnHour_AreOutOfRangeAndNoWater(double code)
    {
        var sensor = await AddAsync("sensor_01");
        await TickAsync(sensor, 10);
        for (var i = 0; i < 15; i++)
        {
            await Station.StoreAsync(sensor, Now, [code], [code]);
            await TickAsync(null, 1);
        }

        for (var i = 0; i < 150; i++)
        {
            await StoreAsync(sensor, Now, Now);
            Now++;
            Station.Time.SetUtcNow(StationClock.InstantOf(Now));
            Assert.Empty((await RoundAsync()).Problems);
        }

        await using var db = await Station.OpenAsync();
        var alarms = await db.Alarms.AsNoTracking().ToListAsync(TestStation.Cancellation);

        // The same code for so long is stuck, too; a burst or a leak it is not.
        Assert.Contains(AlarmCause.OutOfRange, alarms.Select(alarm => alarm.Cause));
        Assert.Empty(alarms.Select(alarm => alarm.Cause).Except([AlarmCause.OutOfRange, AlarmCause.Stuck]));
        Assert.All(alarms, alarm => Assert.NotNull(alarm.ClearedMinute));
    }
}
