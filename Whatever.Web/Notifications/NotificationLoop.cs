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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changed = new ChangeSignal(changes, time, ChangeKind.Alarms, ChangeKind.Notifications);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await planner.PlanAsync(stoppingToken);
                await outbox.SendDueAsync(stoppingToken);
                var wait = await outbox.NextDueAsync(stoppingToken) - time.GetUtcNow();
                await changed.WaitAsync(wait < LongestWait ? wait.Value : LongestWait, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "Notifications failed; tried again in a minute");
                await changed.WaitAsync(LongestWait, stoppingToken);
            }
        }
    }
}
