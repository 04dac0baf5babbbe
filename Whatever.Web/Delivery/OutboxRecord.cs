using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>Writes down how tries ended, one transaction after the other: workers that wait for the database's lock would wait longer.
/// </summary>
public sealed class OutboxRecord(IDbContextFactory<StationDbContext> contexts, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>
    /// Servers that could be reached. What failed while one could not be pauses for no reason of its own, and goes with the others once it
    /// is back; after a start nothing is known.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> reached = new(StringComparer.Ordinal);

    /// <summary>Whether the last try did not reach its server: nobody has to be in a hurry.</summary>
    public bool IsAway { get; private set; }

    /// <param name="tried">In the order in which they were.</param>
    /// <param name="url">Of the server.</param>
    public async Task WriteAsync(IReadOnlyCollection<(OutboundDelivery Delivery, SendResult Result)> tried, string url)
    {
        await turn.WaitAsync();
        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var now = time.GetUtcNow();
            OutboxReceipts.Write(
                db,
                tried.Where(one => one.Result is SendResult.Received)
                    .Select(one => (one.Delivery.Id, ((SendResult.Received)one.Result).Status)),
                now);
            foreach (var (delivery, result) in tried.Where(one => one.Result is not SendResult.Received))
            {
                await WriteFailureAsync(db, delivery, result, now);
            }

            if (HasComeBack(tried, url))
            {
                await db.Deliveries.Where(delivery => delivery.State == DeliveryState.Waiting && delivery.NextAttemptAt != null
                        && !tried.Select(one => one.Delivery.Id).Contains(delivery.Id))
                    .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.NextAttemptAt, (DateTimeOffset?)null));
            }

            await transaction.CommitAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private bool HasComeBack(IReadOnlyCollection<(OutboundDelivery Delivery, SendResult Result)> tried, string url)
    {
        IsAway = tried.Any(one => one.Result is SendResult.Retryable { HasAnswered: false });
        if (IsAway)
        {
            reached[url] = false;
            return false;
        }

        var wasReached = reached.TryGetValue(url, out var known) && known;
        var isReached = tried.Any(one => one.Result is SendResult.Received);
        reached[url] = wasReached || isReached;
        return isReached && !wasReached;
    }

    private static Task<int> WriteFailureAsync(StationDbContext db, OutboundDelivery delivery, SendResult result, DateTimeOffset now)
    {
        var row = db.Deliveries.Where(stored => stored.Id == delivery.Id && stored.State != DeliveryState.Received);
        var (attempts, refusals) = (delivery.Attempts + 1, delivery.Refusals + 1);
        return result switch
        {
            SendResult.Refused refused => row.ExecuteUpdateAsync(set => set
                .SetProperty(stored => stored.State, DeliveryState.Refused).SetProperty(stored => stored.LastError, refused.Reason)
                .SetProperty(stored => stored.Refusals, refusals).SetProperty(stored => stored.Attempts, attempts)
                .SetProperty(stored => stored.NextAttemptAt, now + Backoff.AfterRefusal(refusals))),
            SendResult.Retryable retryable => row.ExecuteUpdateAsync(set => set
                .SetProperty(stored => stored.LastError, retryable.Reason).SetProperty(stored => stored.Attempts, attempts)
                .SetProperty(
                    stored => stored.NextAttemptAt, now + (retryable.Pause ?? Backoff.After(attempts, delivery.IdempotencyKey)))),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Expected Refused or Retryable."),
        };
    }
}
