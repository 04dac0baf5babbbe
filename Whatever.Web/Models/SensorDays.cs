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
    /// <param name="cancellation">Looked at between queries.</param>
    /// <returns>Null where there is no whole day.</returns>
    public static async Task<MinuteSeries?> LoadAsync(
        StationDbContext db, Sensor sensor, Quantity quantity, int mostDays, CancellationToken cancellation)
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
        firstDay = firstDay < lastDay.AddDays(1 - mostDays) ? lastDay.AddDays(1 - mostDays) : firstDay;
        return firstDay > lastDay ? null : WallClockSeries.Read(db, sensor, firstDay, lastDay)[quantity];
    }
}
