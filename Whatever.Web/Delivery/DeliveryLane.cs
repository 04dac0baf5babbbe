using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>How far a lane came.</summary>
public readonly record struct LaneResult(int Received, int Refused, int Left, string? Problem)
{
    public static LaneResult operator +(LaneResult a, LaneResult b) =>
        new(a.Received + b.Received, a.Refused + b.Refused, a.Left + b.Left, a.Problem ?? b.Problem);
}

/// <summary>Sends what waits of one kind, in the order in which it was queued, until nothing is due or a try fails.</summary>
public sealed class DeliveryLane(
    IDbContextFactory<StationDbContext> contexts, TargetClient client, SentArchive archive, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Receipts of so many are committed together; after a crash those are sent again under the same Idempotency-Key.</summary>
    private const int BatchSize = 32;

    public async Task<LaneResult> RunAsync(DeliveryKind kind, Endpoint endpoint, CancellationToken cancellation)
    {
        var total = default(LaneResult);
        var startedAt = time.GetUtcNow();
        while (total.Problem is null)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var batch = await NextBatchAsync(db, kind, startedAt, cancellation);
            if (batch.Count == 0)
            {
                Archive(db, kind);
                break;
            }

            total += await SendBatchAsync(db, batch, endpoint, cancellation);
        }

        return total with { Left = await CountLeftAsync(kind, cancellation) };
    }

    /// <summary>What waits, in order; then what was refused long enough ago to be tried once more in this run.</summary>
    private static async Task<List<OutboundDelivery>> NextBatchAsync(
        StationDbContext db, DeliveryKind kind, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        var released = db.Deliveries.Where(delivery => delivery.Kind == kind && delivery.ReleasedAt != null).OrderBy(delivery => delivery.Id);
        var waiting = await released.Where(delivery => delivery.State == DeliveryState.Waiting).Take(BatchSize).ToListAsync(cancellation);
        if (waiting.Count > 0)
        {
            // In order: a head that pauses after a failure holds the rest.
            return waiting[0].NextAttemptAt is { } next && next > startedAt ? [] : waiting;
        }

        return await released.Where(delivery => delivery.State == DeliveryState.Refused && delivery.NextAttemptAt <= startedAt)
            .Take(BatchSize).ToListAsync(cancellation);
    }

    private async Task<LaneResult> SendBatchAsync(StationDbContext db, List<OutboundDelivery> batch, Endpoint endpoint, CancellationToken cancellation)
    {
        var result = default(LaneResult);
        try
        {
            foreach (var delivery in batch)
            {
                result += Record(delivery, await client.SendAsync(delivery, endpoint, cancellation));
                if (result.Problem is not null)
                {
                    break;
                }
            }
        }
        finally
        {
            // What the server acknowledged is remembered even when the run is being cancelled.
            await db.SaveChangesAsync(CancellationToken.None);
            Archive(db, batch[0].Kind);
            changes.Publish(ChangeKind.Deliveries);
        }

        return result;
    }

    private void Archive(StationDbContext db, DeliveryKind kind)
    {
        if (kind == DeliveryKind.Forecast)
        {
            archive.MoveComplete(db);
        }
    }

    private LaneResult Record(OutboundDelivery delivery, SendResult result)
    {
        var now = time.GetUtcNow();
        delivery.Attempts++;
        switch (result)
        {
            case SendResult.Received received:
                (delivery.State, delivery.ReceiptAt, delivery.ReceiptStatus) = (DeliveryState.Received, now, received.Status);
                (delivery.LastError, delivery.NextAttemptAt) = (null, null);
                return new LaneResult(1, 0, 0, null);
            case SendResult.Refused refused:
                (delivery.State, delivery.LastError, delivery.NextAttemptAt) = (DeliveryState.Refused, refused.Reason, now + Backoff.AfterRefusal);
                return new LaneResult(0, 1, 0, null);
            case SendResult.Retryable retryable:
                (delivery.LastError, delivery.NextAttemptAt) = (retryable.Reason, now + Backoff.After(delivery.Attempts, delivery.IdempotencyKey));
                return new LaneResult(0, 0, 0, retryable.Reason);
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result, "Expected Received, Refused or Retryable.");
        }
    }

    private async Task<int> CountLeftAsync(DeliveryKind kind, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Deliveries.CountAsync(delivery => delivery.Kind == kind && delivery.State != DeliveryState.Received, cancellation);
    }
}
