using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>Starts the continuous delivery job when something was queued, and again when the pause after a failure is over.</summary>
public sealed class DeliveryLoop(
    IDbContextFactory<StationDbContext> contexts, StationAddress self, ServerPause pause, OutboxRecord record, ChangeFeed changes,
    IJobStarter jobs, TimeProvider time, ILogger<DeliveryLoop> logger) : BackgroundService
{
    public const string Job = JobNames.DeliverAlerts;

    /// <summary>Asked again after this long even if nobody said that something changed: another process may have queued it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A server that cannot be reached is asked this often, whatever is queued meanwhile; each of a thousand sensors has a first message
    /// that could be tried.
    /// </summary>
    private static readonly TimeSpan AwayWait = TimeSpan.FromSeconds(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changed = new ChangeSignal(changes, time, ChangeKind.Deliveries);
        using var settings = new ChangeSignal(changes, time, ChangeKind.Settings);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wait = await TimeUntilDueAsync(stoppingToken);
                if (wait <= TimeSpan.Zero)
                {
                    await jobs.RunAsync(Job, RunTrigger.Data);
                    if (record.IsAway)
                    {
                        // Another target is tried at once.
                        await settings.WaitAsync(AwayWait, stoppingToken);
                        continue;
                    }

                    wait = await TimeUntilDueAsync(stoppingToken);

                    // A run that failed before it could try leaves its head due: not again at once.
                    wait = wait <= TimeSpan.Zero ? ShortestWait : wait;
                }

                await changed.WaitAsync(Bounded(wait), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(
                    exception, "The delivery loop failed to look at the queue; it looks again in {Seconds} s", LongestWait.TotalSeconds);
                await changed.WaitAsync(LongestWait, stoppingToken);
            }
        }
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait > LongestWait ? LongestWait : wait;

    private async Task<TimeSpan> TimeUntilDueAsync(CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(stopping);
        if (self.BaseUrl is null || !await db.Schedules.AnyAsync(schedule => schedule.Job == Job && schedule.Enabled, stopping))
        {
            return LongestWait;
        }

        var soonest = SentArchive.HasComplete(db) ? TimeSpan.Zero : TimeSpan.MaxValue;
        foreach (var kind in Enum.GetValues<DeliveryKind>())
        {
            var heads = await OutboxHeads.ReadAsync(db, kind, stopping);
            var refused = await OutboxHeads.NextRefusedAsync(db, kind, stopping);
            foreach (
                var at in heads.Select(head => head.NextAttemptAt ?? DateTimeOffset.MinValue).Concat(refused is { } later ? [later] : []))
            {
                var now = time.GetUtcNow();
                var wait = Backoff.Waits(at, now) ? at - now : TimeSpan.Zero;
                soonest = wait < soonest ? wait : soonest;
            }
        }

        var url = await db.Targets.Select(target => target.Url).SingleOrDefaultAsync(stopping);
        return url is not null && await pause.UntilAsync(url, stopping) - time.GetUtcNow() is { } paused && paused > soonest
            ? paused
            : soonest;
    }
}
