using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>
/// Steps down while the disk is nearly full: rejected rows and uploaded files, the oldest first, then receipts and the history of runs.
/// Readings, and what is not delivered, are never touched.
/// </summary>
public sealed class DiskRelief(IDbContextFactory<StationDbContext> contexts, DataFolder folder, DiskSpace space, TimeProvider time)
{
    private const int RowsPerStep = 5000;

    /// <summary>What was written just now may be in use.</summary>
    private static readonly TimeSpan Youngest = TimeSpan.FromHours(1);

    /// <summary>Somebody may still ask about what was delivered today.</summary>
    private static readonly TimeSpan ReceiptsKept = TimeSpan.FromDays(1);

    /// <returns>Files and rows that were removed.</returns>
    public async Task<(int Files, int Rows)> RunAsync(CancellationToken cancellation)
    {
        var files = await RemoveFilesAsync(cancellation);
        return (files, space.Measure().IsCritical ? await RemoveRowsAsync(cancellation) : 0);
    }

    private async Task<int> RemoveFilesAsync(CancellationToken cancellation)
    {
        var inUse = await InUseAsync(cancellation);
        var before = time.GetUtcNow().UtcDateTime - Youngest;
        var removed = 0;
        foreach (var file in KeptFiles.Of(folder).Where(file => file.LastWriteTimeUtc < before && !inUse.Contains(file.FullName)))
        {
            if (!space.Measure().IsCritical)
            {
                break;
            }

            file.Delete();
            removed++;
        }

        return removed;
    }

    private async Task<HashSet<string>> InUseAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var replayed = await db.Replays.Select(replay => replay.File).ToListAsync(cancellation);
        return [.. replayed.Select(file => Path.GetFullPath(Path.Combine(folder.Root, file)))];
    }

    /// <summary>What it leaves is room inside the database, which is as good: the next readings are written there.</summary>
    private async Task<int> RemoveRowsAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var before = time.GetUtcNow() - ReceiptsKept;
        var received = db.Deliveries.Where(delivery => delivery.State == DeliveryState.Received && delivery.ReceiptAt < before
            && (delivery.Kind != DeliveryKind.Forecast || delivery.ArchivedAt != null));
        var removed = await received.Where(delivery => received.OrderBy(oldest => oldest.Id).Take(RowsPerStep)
            .Select(oldest => oldest.Id).Contains(delivery.Id)).ExecuteDeleteAsync(cancellation);
        removed += await db.ReceivedMessages.Where(message => message.ReceivedAt < before).ExecuteDeleteAsync(cancellation);
        return removed + await db.JobRuns.Where(run => run.StartedAt < before && run.Outcome != RunOutcome.Running)
            .ExecuteDeleteAsync(cancellation);
    }
}
