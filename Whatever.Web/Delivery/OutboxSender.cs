using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>How far a run over the outbox came.</summary>
public readonly record struct DeliveryResult(int Received, int Refused, int Left, Phrase? Problem)
{
    /// <summary>Until when the server asked to be left alone; null where it did not.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    public static DeliveryResult operator +(DeliveryResult a, DeliveryResult b) =>
        new(a.Received + b.Received, a.Refused + b.Refused, a.Left + b.Left, a.Problem ?? b.Problem)
        {
            PausedUntil = a.PausedUntil > b.PausedUntil ? a.PausedUntil : b.PausedUntil ?? a.PausedUntil,
        };
}

/// <summary>
/// Sends what waits of one kind, each sensor's in the order in which it was queued, until nothing is due. A server that cannot be reached
/// ends the run; one that answers with an error of its own holds that sensor only: it may be this one payload that it stumbles over.
/// </summary>
public sealed class OutboxSender(
    IDbContextFactory<StationDbContext> contexts, TargetClient client, SentArchive archive, ServerPause pause, ChangeFeed changes,
    TimeProvider time)
{
    /// <summary>Receipts of so many are committed together; after a crash those are sent again under the same Idempotency-Key.</summary>
    private const int BatchSize = 32;

    public async Task<DeliveryResult> RunAsync(DeliveryKind kind, Endpoint endpoint, CancellationToken cancellation)
    {
        if (await pause.UntilAsync(endpoint.Url, cancellation) is { } until)
        {
            var problem = new Phrase("delivery.paused", endpoint.Url, (until - time.GetUtcNow()).TotalSeconds);
            return await DescribeWaitingAsync(kind, problem, cancellation) with { PausedUntil = until };
        }

        var total = default(DeliveryResult);
        var startedAt = time.GetUtcNow();
        var held = new HashSet<string>(StringComparer.Ordinal);
        var isReachable = true;
        while (isReachable)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var batch = await NextBatchAsync(db, kind, startedAt, held, cancellation);
            if (batch.Count == 0)
            {
                Archive(db, kind);
                break;
            }

            (var result, isReachable) = await SendBatchAsync(db, batch, endpoint, held, cancellation);
            total += result;
        }

        return total with { Left = await CountLeftAsync(kind, cancellation) };
    }

    /// <summary>What a run says that cannot send anything.</summary>
    public async Task<DeliveryResult> DescribeWaitingAsync(DeliveryKind kind, Phrase problem, CancellationToken cancellation) =>
        await CountLeftAsync(kind, cancellation) is var left and > 0 ? new DeliveryResult(0, 0, left, problem) : default;

    /// <summary>
    /// What waits, in order, of the sensors whose first message does not pause after a failure; then what was refused long enough ago.
    /// </summary>
    private static async Task<List<OutboundDelivery>> NextBatchAsync(
        StationDbContext db, DeliveryKind kind, DateTimeOffset startedAt, HashSet<string> held, CancellationToken cancellation)
    {
        var released = db.Deliveries.AsNoTracking().Where(delivery => delivery.Kind == kind && delivery.ReleasedAt != null)
            .OrderBy(delivery => delivery.Id);
        var waiting = released.Where(delivery => delivery.State == DeliveryState.Waiting);
        foreach (var head in await DeliveryHeads.ReadAsync(waiting, cancellation))
        {
            if (Backoff.Waits(head.NextAttemptAt, startedAt))
            {
                held.Add(head.SensorId);
            }
        }

        var batch = await waiting.Where(delivery => !held.Contains(delivery.SensorId)).Take(BatchSize).ToListAsync(cancellation);
        return batch.Count > 0
            ? batch
            : await released.Where(delivery => delivery.State == DeliveryState.Refused
                && (delivery.NextAttemptAt <= startedAt || delivery.NextAttemptAt > startedAt + Backoff.LongestOfAll))
            .Take(BatchSize).ToListAsync(cancellation);
    }

    private async Task<(DeliveryResult Result, bool IsReachable)> SendBatchAsync(
        StationDbContext db, List<OutboundDelivery> batch, Endpoint endpoint, HashSet<string> held, CancellationToken cancellation)
    {
        var total = default(DeliveryResult);
        var tried = new List<(OutboundDelivery Delivery, SendResult Result)>();
        try
        {
            foreach (var delivery in batch.Where(delivery => !held.Contains(delivery.SensorId)))
            {
                var result = await client.SendAsync(delivery, endpoint, cancellation);
                tried.Add((delivery, result));
                total += Count(result);
                if (result is SendResult.Retryable retryable)
                {
                    held.Add(delivery.SensorId);
                    if (retryable.Pause is { } asked)
                    {
                        // It speaks for the whole server, not for this sensor: nobody is tried before it is over.
                        var until = time.GetUtcNow() + asked;
                        await pause.HoldAsync(endpoint.Url, until);
                        return (total with { PausedUntil = until }, false);
                    }

                    if (!retryable.HasAnswered)
                    {
                        return (total, false);
                    }
                }
            }

            return (total, true);
        }
        finally
        {
            // What the server acknowledged is remembered even when the run is being cancelled.
            await RecordAsync(db, tried);
            Archive(db, batch[0].Kind);
            changes.Publish(ChangeKind.Deliveries);
        }
    }

    private void Archive(StationDbContext db, DeliveryKind kind)
    {
        if (kind == DeliveryKind.Forecast)
        {
            archive.MoveComplete(db);
        }
    }

    private static DeliveryResult Count(SendResult result) => result switch
    {
        SendResult.Received => new DeliveryResult(1, 0, 0, null),
        SendResult.Refused => new DeliveryResult(0, 1, 0, null),
        SendResult.Retryable retryable => new DeliveryResult(0, 0, 0, retryable.Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Expected Received, Refused or Retryable."),
    };

    private async Task RecordAsync(StationDbContext db, List<(OutboundDelivery Delivery, SendResult Result)> tried)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var (delivery, result) in tried)
        {
            await RecordAsync(db, delivery, result);
        }

        await transaction.CommitAsync();
    }

    /// <summary>A receipt is final: nothing that is learned later takes it back.</summary>
    private async Task RecordAsync(StationDbContext db, OutboundDelivery delivery, SendResult result)
    {
        var now = time.GetUtcNow();
        var row = db.Deliveries.Where(stored => stored.Id == delivery.Id && stored.State != DeliveryState.Received);
        var attempts = delivery.Attempts + 1;
        _ = result switch
        {
            SendResult.Received received => await row.ExecuteUpdateAsync(set => set
                .SetProperty(stored => stored.State, DeliveryState.Received).SetProperty(stored => stored.ReceiptAt, now)
                    .SetProperty(stored => stored.ReceiptStatus, received.Status)
                .SetProperty(stored => stored.LastError, (Phrase?)null).SetProperty(stored => stored.NextAttemptAt, (DateTimeOffset?)null)
                    .SetProperty(stored => stored.Attempts, attempts)),
            SendResult.Refused refused => await row.ExecuteUpdateAsync(set => set
                .SetProperty(stored => stored.State, DeliveryState.Refused).SetProperty(stored => stored.LastError, refused.Reason)
                .SetProperty(stored => stored.NextAttemptAt, now + Backoff.AfterRefusal).SetProperty(stored => stored.Attempts, attempts)),
            SendResult.Retryable retryable => await row.ExecuteUpdateAsync(set => set
                .SetProperty(stored => stored.LastError, retryable.Reason).SetProperty(stored => stored.Attempts, attempts)
                .SetProperty(
                    stored => stored.NextAttemptAt, now + (retryable.Pause ?? Backoff.After(attempts, delivery.IdempotencyKey)))),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Expected Received, Refused or Retryable."),
        };
    }

    private async Task<int> CountLeftAsync(DeliveryKind kind, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Deliveries.CountAsync(delivery => delivery.Kind == kind && delivery.State != DeliveryState.Received, cancellation);
    }
}
