using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>Stores readings that did not come as a file: pushed, replayed or simulated.</summary>
public sealed class ReadingStore(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, ClockDoubt doubt)
{
    /// <param name="sensorKey">Whose.</param>
    /// <param name="readings">Ascending.</param>
    /// <param name="alsoWrite">What has to be kept or lost together with the readings, such as how far a replay has come.</param>
    /// <param name="toldFromMinute">The first minute that is no history; null for a day ago.</param>
    /// <param name="cancellation">Looked at until they are committed.</param>
    public async Task<WriteCounts> StoreAsync(
        int sensorKey, ReadingColumns readings, Func<StationDbContext, Task>? alsoWrite = null, int? toldFromMinute = null,
        CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var counts = ReadingWriter.Write(
            db, sensorKey, readings, toldFromMinute ?? History.ToldFrom(doubt.EarliestNow), cancellation);
        if (alsoWrite is not null)
        {
            await alsoWrite(db);
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(CancellationToken.None);
        if (counts.Changed)
        {
            changes.Publish(ChangeKind.Readings, sensorKey);
        }

        return counts;
    }
}
