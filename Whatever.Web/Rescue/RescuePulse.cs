using Whatever.Web.Domain;

namespace Whatever.Web.Rescue;

/// <summary>There is no scheduler to say that the process works: as long as its timers come it does.</summary>
internal sealed class RescuePulse(SchedulerPulse pulse, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Apart, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                pulse.Beat();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It is over.
        }
    }
}
