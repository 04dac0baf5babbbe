using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>The last whole days of a sensor, as models are trained and compared on them.</summary>
internal static class SensorDays
{
    /// <param name="db">Open.</param>
    /// <param name="sensor">On whose clock days are meant.</param>
    /// <param name="quantity">What is read.</param>
    /// <param name="mostDays">No more than that many.</param>
    /// <param name="mostDaysOfHours">The same for the hours, which may begin earlier.</param>
    /// <param name="cancellation">Looked at between queries.</param>
    /// <returns>Readings and hours, which end alike; null where there is no whole day.</returns>
    public static async Task<(MinuteSeries Readings, MinuteSeries Hours)?> LoadAsync(
        StationDbContext db, Sensor sensor, Quantity quantity, int mostDays, int mostDaysOfHours, CancellationToken cancellation)
    {
        var stored = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        if (await stored.MaxAsync(reading => (int?)reading.Minute, cancellation) is not { } newest
            || await stored.MinAsync(reading => (int?)reading.Minute, cancellation) is not { } oldest)
        {
            return null;
        }

        // The first and the last day may be incomplete.
        var lastDay = sensor.Clock.DayOf(StationClock.InstantOf(newest)).AddDays(-1);
        var firstDay = sensor.Clock.DayOf(StationClock.InstantOf(oldest)).AddDays(1);
        if (firstDay > lastDay)
        {
            return null;
        }

        // Hours stay where their minutes are purged.
        var oldestHour = await db.HourlyRollups.Where(rollup => rollup.SensorKey == sensor.Key)
            .MinAsync(rollup => (int?)rollup.Hour * MinutesPer.Hour, cancellation) ?? oldest;
        var firstHours = sensor.Clock.DayOf(StationClock.InstantOf(Math.Min(oldest, oldestHour))).AddDays(1);
        return (
            WallClockSeries.Read(db, sensor, Later(firstDay, lastDay.AddDays(1 - mostDays)), lastDay)[quantity],
            WallClockSeries.ReadHours(db, sensor, Later(firstHours, lastDay.AddDays(1 - mostDaysOfHours)), lastDay)[quantity]);
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
