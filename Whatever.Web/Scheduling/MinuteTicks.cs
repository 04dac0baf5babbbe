using Coravel.Scheduling.Schedule;
using Coravel.Scheduling.Schedule.Interfaces;

namespace Whatever.Web.Scheduling;

/// <summary>
/// Has Coravel look at what it schedules once in each minute of the station's clock. Its own host goes by the system's and makes up for
/// every second that it missed: where that clock leaps a year ahead those are thirty million, and half a million ticks.
/// </summary>
internal sealed class MinuteTicks(
    IScheduler scheduler, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<MinuteTicks> logger) : BackgroundService
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            for (var last = MinuteOf(time.GetUtcNow()); !stoppingToken.IsCancellationRequested;)
            {
                var now = time.GetUtcNow();
                await Task.Delay(MinuteOf(now) + Minute - now, time, stoppingToken);

                // A timer may be some milliseconds early, and a clock that was set back may show the same minute again.
                if (MinuteOf(time.GetUtcNow()) is var minute && minute != last)
                {
                    last = minute;
                    await RunAsync(minute);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));

    private async Task RunAsync(DateTimeOffset minute)
    {
        try
        {
            await ((Scheduler)scheduler).RunAtAsync(minute.UtcDateTime);
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "The scheduler failed; it is asked again in a minute");
        }
    }

    /// <summary>No job begins ahead of what has to be there first.</summary>
    private async Task StartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
