using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>
/// Once a day: where values lay outside the physical range, it is learned anew, for water may have changed (a meter of another unit, a
/// district that was joined). Codes that mean that there is no value do not widen it.
/// </summary>
public sealed class RangeUpkeep(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var sensor in await db.Sensors.ToListAsync(cancellation))
        {
            var newest = await db.Readings.Where(reading => reading.SensorKey == sensor.Key)
                .MaxAsync(reading => (int?)reading.Minute, cancellation);
            if (newest is not { } to || !SensorRangeStore.HasOutside(db, sensor.Key, to - (2 * MinutesPer.Day), to))
            {
                continue;
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var isChanged = await SensorRangeStore.LearnAsync(db, sensor, cancellation);
            await transaction.CommitAsync(CancellationToken.None);
            if (isChanged)
            {
                changes.Publish(ChangeKind.Settings, sensor.Key);
            }
        }
    }
}
