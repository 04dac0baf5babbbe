using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>
/// Judges readings when they come, not with the next full minute: what arrives wakes it, and what arrives meanwhile is judged together. The
/// minute job goes on looking at all sensors, for that nothing came is also something.
/// </summary>
public sealed class ArrivalLoop(
    IDbContextFactory<StationDbContext> contexts, MonitoringPass pass, ChangeFeed changes, TimeProvider time,
    ILogger<ArrivalLoop> logger) : BackgroundService
{
    /// <summary>Rows of one push, and of gateways that push at the same second, are judged together.</summary>
    private static readonly TimeSpan Gathers = TimeSpan.FromMilliseconds(150);

    /// <summary>After a failure the minute job has had its turn.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var arrived = new ChangeSignal(changes, time, ChangeKind.Readings);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await arrived.WaitAsync(LongestWait, stoppingToken);
                await Task.Delay(Gathers, time, stoppingToken);
                while (await IsWantedAsync(stoppingToken) && await RunAsync(stoppingToken) is { IsMoreLeft: true })
                {
                    // Others write in between.
                    await Task.Yield();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "What arrived could not be judged at once; the minute job judges it");
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
    }

    private async Task<PassReport?> RunAsync(CancellationToken cancellation)
    {
        var report = await pass.RunArrivedAsync(cancellation);
        StationMeters.CountJudged(report?.Reports.Sum(one => one.Judged) ?? 0);
        return report;
    }

    /// <summary>Who stops the job wants nothing to be judged.</summary>
    private async Task<bool> IsWantedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Schedules.AnyAsync(schedule => schedule.Job == JobNames.DetectOutliers && schedule.Enabled, cancellation);
    }
}
