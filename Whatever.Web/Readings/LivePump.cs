namespace Whatever.Web.Readings;

/// <summary>
/// Looks once a second whether a replay or a simulated sensor has to move on: one that runs faster than life does so between the minutes.
/// </summary>
public sealed class LivePump(LiveSources live, TimeProvider time, ILogger<LivePump> logger) : BackgroundService
{
    private string? lastProblem;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AdvanceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The station is stopping.
        }
    }

    private async Task AdvanceAsync(CancellationToken stopping)
    {
        try
        {
            await live.AdvanceAsync(stopping);
            lastProblem = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Tried again every second, told once.
            if (exception.Message != lastProblem)
            {
                logger.LogError("Live sources could not be moved on, tried again every second: {Reason}", exception.Message);
            }

            lastProblem = exception.Message;
        }
    }
}
