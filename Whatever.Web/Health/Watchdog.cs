using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;
using Whatever.Web.Domain;

namespace Whatever.Web.Health;

/// <summary>
/// Tells systemd that the station works, as often as its unit asks (<c>WatchdogSec</c>), as long as the scheduler ticks. A full disk or a
/// damaged database is no reason to keep silent: a restart mends neither.
/// </summary>
internal sealed class Watchdog(SchedulerPulse pulse, TimeProvider time, IServiceProvider services) : BackgroundService
{
    private const string Interval = "WATCHDOG_USEC";
    private static readonly ServiceState Ping = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<ISystemdNotifier>() is not { IsEnabled: true } notifier
            || ReadPeriod(Environment.GetEnvironmentVariable(Interval)) is not { } period)
        {
            return;
        }

        using var timer = new PeriodicTimer(period, time);
        try
        {
            do
            {
                PingOver(notifier);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The station is stopping.
        }
    }

    /// <returns>Half of what the unit allows; null where it asks for nothing.</returns>
    internal static TimeSpan? ReadPeriod(string? microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? TimeSpan.FromMicroseconds(asked / 2.0)
            : null;

    /// <returns>Whether it was said.</returns>
    internal bool PingOver(ISystemdNotifier notifier)
    {
        if (pulse.IsAlive)
        {
            notifier.Notify(Ping);
        }

        return pulse.IsAlive;
    }
}
