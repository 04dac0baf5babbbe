using System.Collections.Concurrent;
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
/// Sends what waits of one kind until nothing is due: each sensor's in the order in which it was queued, several sensors side by side and
/// by turns. The first message goes alone: a server that cannot be reached ends the run with that one; one that answers with an error of
/// its own holds that sensor only, for it may be this one payload that it stumbles over.
/// </summary>
public sealed class OutboxSender(
    IDbContextFactory<StationDbContext> contexts, TargetClient client, BatchOffers offers, SentArchive archive, ServerPause pause,
    OutboxRecord record, ChangeFeed changes, TimeProvider time)
{
    /// <summary>
    /// Of one sensor before it is another one's turn. Their receipts are committed together; after a crash those are sent again under the
    /// same Idempotency-Key.
    /// </summary>
    private const int PerTurn = 16;

    public async Task<DeliveryResult> RunAsync(DeliveryKind kind, Endpoint endpoint, CancellationToken cancellation)
    {
        if (await pause.UntilAsync(endpoint.Url, cancellation) is { } until)
        {
            var problem = new Phrase("delivery.paused", endpoint.Url, (until - time.GetUtcNow()).TotalSeconds);
            return await DescribeWaitingAsync(kind, problem, cancellation) with { PausedUntil = until };
        }

        var run = new OutboxRun(endpoint, time.GetUtcNow());
        var isProbed = false;
        while (!run.IsOver && await DueAsync(kind, run, cancellation) is { Count: > 0 } due)
        {
            if (!isProbed)
            {
                await SendAsync(run, await NextOfAsync(kind, due[0], 1, cancellation), cancellation);
                isProbed = true;
                continue;
            }

            var turns = new ConcurrentQueue<string>(due);
            await Task.WhenAll(
                Enumerable.Range(0, Math.Min(endpoint.Parallel, due.Count)).Select(_ => WorkAsync(kind, run, turns, cancellation)));
        }

        await SendRefusedAsync(kind, run, cancellation);
        await ArchiveAsync(kind, cancellation);
        return run.Total with { Left = await CountLeftAsync(kind, cancellation) };
    }

    /// <summary>What a run says that cannot send anything.</summary>
    public async Task<DeliveryResult> DescribeWaitingAsync(DeliveryKind kind, Phrase problem, CancellationToken cancellation) =>
        await CountLeftAsync(kind, cancellation) is var left and > 0 ? new DeliveryResult(0, 0, left, problem) : default;

    /// <summary>The sensors whose first message does not pause after a failure; the one that waits longest first.</summary>
    private async Task<List<string>> DueAsync(DeliveryKind kind, OutboxRun run, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return [.. (await OutboxHeads.ReadAsync(db, kind, cancellation))
            .Where(head => !run.IsHeld(head.SensorId) && !Backoff.Waits(head.NextAttemptAt, run.StartedAt)).Select(head => head.SensorId)];
    }

    private async Task WorkAsync(DeliveryKind kind, OutboxRun run, ConcurrentQueue<string> turns, CancellationToken cancellation)
    {
        while (!run.IsOver && turns.TryDequeue(out var sensorId))
        {
            var most = Math.Max(PerTurn, offers.Together(run.Endpoint.Url, kind));
            var next = await NextOfAsync(kind, sensorId, most, cancellation);
            await SendAsync(run, next, cancellation);
            if (next.Count == most && !run.IsHeld(sensorId))
            {
                turns.Enqueue(sensorId);
            }
        }
    }

    private async Task<List<OutboundDelivery>> NextOfAsync(DeliveryKind kind, string sensorId, int most, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await OutboxHeads.NextAsync(db, kind, sensorId, most, cancellation);
    }

    /// <summary>What was refused long enough ago, after all that waits: it holds up nobody.</summary>
    private async Task SendRefusedAsync(DeliveryKind kind, OutboxRun run, CancellationToken cancellation)
    {
        while (!run.IsOver)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var again = await db.Deliveries.AsNoTracking()
                .Where(delivery => delivery.Kind == kind && delivery.State == DeliveryState.Refused && delivery.ReleasedAt != null
                    && (delivery.NextAttemptAt <= run.StartedAt || delivery.NextAttemptAt > run.StartedAt + Backoff.LongestOfAll))
                .OrderBy(delivery => delivery.Id).Take(PerTurn).ToListAsync(cancellation);
            again.RemoveAll(delivery => run.IsHeld(delivery.SensorId));
            if (again.Count == 0)
            {
                return;
            }

            await SendAsync(run, again, cancellation);
        }
    }

    private async Task SendAsync(OutboxRun run, List<OutboundDelivery> waiting, CancellationToken cancellation)
    {
        var tried = new List<(OutboundDelivery Delivery, SendResult Result)>();
        try
        {
            for (var sent = 0; sent < waiting.Count && !run.IsOver;)
            {
                if (run.IsHeld(waiting[sent].SensorId))
                {
                    sent++;
                    continue;
                }

                var next = offers.Next(waiting, sent, run.Endpoint.Url);
                var results = next.Count > 1 ? await client.SendAsync(next, run.Endpoint, cancellation)
                    : [await client.SendAsync(next[0], run.Endpoint, cancellation)];
                foreach (var (delivery, result) in next.Zip(results))
                {
                    tried.Add((delivery, result));
                    run.Add(Count(result));
                    if (result is SendResult.Retryable retryable)
                    {
                        await HoldAsync(run, delivery.SensorId, retryable);
                    }
                }

                sent += results.Count;
                if (results.Count < next.Count)
                {
                    // The others go one by one, a turn at a time: what has its receipt is to be written down soon.
                    waiting = waiting[..Math.Min(waiting.Count, sent + PerTurn)];
                }
            }
        }
        finally
        {
            if (tried.Count > 0)
            {
                // What the server acknowledged is remembered even when the run is being cancelled.
                await record.WriteAsync(tried, run.Endpoint.Url);
                changes.Publish(ChangeKind.Deliveries);
            }
        }
    }

    private async Task HoldAsync(OutboxRun run, string sensorId, SendResult.Retryable failed)
    {
        run.Hold(sensorId);
        if (failed.Pause is { } asked)
        {
            // It speaks for the whole server, not for this sensor: nobody is tried before it is over.
            var until = time.GetUtcNow() + asked;
            await pause.HoldAsync(run.Endpoint.Url, until);
            run.Add(new DeliveryResult { PausedUntil = until });
            run.End();
        }
        else if (!failed.HasAnswered)
        {
            run.End();
        }
    }

    private async Task ArchiveAsync(DeliveryKind kind, CancellationToken cancellation)
    {
        if (kind == DeliveryKind.Forecast)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
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

    private async Task<int> CountLeftAsync(DeliveryKind kind, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Deliveries.CountAsync(delivery => delivery.Kind == kind && delivery.State != DeliveryState.Received, cancellation);
    }
}
