namespace Whatever.Web.Alarms;

/// <summary>
/// Looks twice a minute whether a shelf's time is over. On the start, too: it may have run out while the station was down.
/// </summary>
public sealed class ShelfLoop(AlarmEditor editor, TimeProvider time, ILogger<ShelfLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                await EndShelvesAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The station is stopping.
        }
    }

    private async Task EndShelvesAsync(CancellationToken stopping)
    {
        try
        {
            await editor.EndShelvesAsync(stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Shelved alarms could not be brought back; tried again in half a minute");
        }
    }
}
