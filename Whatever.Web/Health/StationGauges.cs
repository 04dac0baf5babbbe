using System.Diagnostics.Metrics;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Health;

/// <summary>What stands somewhere, as instruments that say it when they are asked.</summary>
public sealed class StationGauges : IDisposable
{
    private readonly Meter meter = new(StationMeters.Name);
    private readonly StationFigures figures;
    private readonly TimeProvider time;

    public StationGauges(StationFigures figures, SchedulerPulse pulse, TimeProvider time)
    {
        (this.figures, this.time) = (figures, time);
        meter.CreateObservableGauge(
            "whatever.outbox.depth", () => OfQueues(queue => queue.Depth), "{message}", "Deliveries without a receipt, by kind");
        meter.CreateObservableGauge(
            "whatever.outbox.oldest.age", () => OfQueues(AgeOf), "s", "How long the oldest of them waits, by kind");
        meter.CreateObservableGauge(
            "whatever.judged.lag", () => Of(figures.Last?.JudgedLag?.TotalSeconds), "s",
            "How far the live sensor that is judged last lies behind now");
        meter.CreateObservableGauge(
            "whatever.sensors.live", () => Of(figures.Last?.SensorsLive), "{sensor}", "Sensors whose readings come as they are measured");
        meter.CreateObservableGauge(
            "whatever.notifications.pending", () => Of(figures.Last?.PendingNotifications), "{message}", "Messages to persons that wait");
        meter.CreateObservableGauge("whatever.disk.free", () => Of(figures.DiskFree()), "By", "Free space where the data folder is");
        meter.CreateObservableGauge("whatever.database.size", figures.DatabaseBytes, "By", "Size of the database");
        meter.CreateObservableGauge(
            "whatever.scheduler.silence", () => pulse.Since.TotalSeconds, "s", "Since the scheduler looked at its table last");
    }

    public void Dispose() => meter.Dispose();

    private static Measurement<double>[] Of(double? value) => value is { } known ? [new Measurement<double>(known)] : [];

    private IEnumerable<Measurement<double>> OfQueues(Func<QueueFigure, double> value) => (figures.Last?.Queues ?? []).Select(queue =>
        new Measurement<double>(value(queue), new KeyValuePair<string, object?>("kind", queue.Kind.ToString().ToLowerInvariant())));

    private double AgeOf(QueueFigure queue) => queue.Oldest is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0;
}
