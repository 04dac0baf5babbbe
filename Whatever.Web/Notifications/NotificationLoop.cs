using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>
/// Queues and sends when something happened to an alarm, and when the next message is due. Idle, it asks an index once a minute.
/// </summary>
public sealed class NotificationLoop(
    NotificationPlanner planner, NotificationOutbox outbox, ChangeFeed changes, TimeProvider time, ILogger<NotificationLoop> logger)
    : BackgroundService
{
    /// <summary>Another process may have found something.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim changed = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = changes.Subscribe(OnChange);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await planner.PlanAsync(stoppingToken);
                await outbox.SendDueAsync(stoppingToken);
                var wait = await outbox.NextDueAsync(stoppingToken) - time.GetUtcNow();
                await WaitAsync(wait < LongestWait ? wait.Value : LongestWait, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "Notifications failed; tried again in a minute");
                await WaitAsync(LongestWait, stoppingToken);
            }
        }
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    private void OnChange(Change change)
    {
        if (change.Kind is ChangeKind.Alarms or ChangeKind.Notifications && changed.CurrentCount == 0)
        {
            try
            {
                changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Two changes at once: one wake-up is enough.
            }
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        try
        {
            await changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!timer.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }
}
