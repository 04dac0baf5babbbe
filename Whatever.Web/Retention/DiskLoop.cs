using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>
/// Each minute, whatever else runs or cannot: no job, for a run is written into the history before it begins, and on a full disk it cannot
/// be.
/// </summary>
public sealed class DiskLoop(DiskWatch watch, DataFolder folder, TimeProvider time, ILogger<DiskLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await LookAsync(() => Task.FromResult(KeptFiles.RemoveUnfinished(folder, time.GetUtcNow().UtcDateTime)), stoppingToken);
        using var timer = new PeriodicTimer(Apart, time);
        do
        {
            await LookAsync(() => watch.LookAsync(stoppingToken), stoppingToken);
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LookAsync(Func<Task> look, CancellationToken stopping)
    {
        try
        {
            await look();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            if (!stopping.IsCancellationRequested)
            {
                logger.LogWarning("The disk could not be looked after: {Reason}", failure.Message);
            }
        }
    }
}
