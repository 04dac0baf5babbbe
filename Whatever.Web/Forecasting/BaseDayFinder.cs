using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>Finds the newest day whose data is complete enough to forecast from.</summary>
public static class BaseDayFinder
{
    /// <summary>Fewer minutes than this share leave windows without a forecast.</summary>
    private const double CompleteEnough = 0.8;

    /// <param name="today">On the sensor's clock; a day counts once it is over.</param>
    /// <returns>Null where no day before today is complete enough.</returns>
    public static async Task<DateOnly?> FindAsync(StationDbContext db, Sensor sensor, DateOnly today, CancellationToken cancellation)
    {
        var clock = sensor.Clock;
        var endOfYesterday = clock.StartOfDay(today);
        var rollups = await db.HourlyRollups.AsNoTracking()
            .Where(rollup => rollup.SensorKey == sensor.Key && rollup.Hour < endOfYesterday / 60)
            .OrderByDescending(rollup => rollup.Hour)
            .Select(
                rollup =>
                    new { rollup.Hour, Count = rollup.FlowRateCount > rollup.PressureCount ? rollup.FlowRateCount : rollup.PressureCount })
            .ToListAsync(cancellation);
        var expected = MinutesPer.Day / sensor.SamplingIntervalMinutes;
        var days = rollups.GroupBy(rollup => DateOnly.FromDateTime(clock.ToLocal(rollup.Hour * 60)));
        return days.Where(day => day.Sum(rollup => rollup.Count) >= CompleteEnough * expected).Select(day => (DateOnly?)day.Key)
            .FirstOrDefault();
    }
}
