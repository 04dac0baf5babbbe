using System.Diagnostics.Metrics;

namespace Whatever.Web.Domain;

/// <summary>What is counted while the station works. What stands somewhere, such as a queue, is measured when it is asked for.</summary>
public static class StationMeters
{
    public const string Name = "Whatever.Station";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Stored =
        Meter.CreateCounter<long>("whatever.readings", "{reading}", "Readings stored, by the way they came");

    private static readonly Counter<long> Rejected =
        Meter.CreateCounter<long>("whatever.readings.rejected", "{row}", "Rows that were rejected, by the way they came");

    private static readonly Counter<long> Judged =
        Meter.CreateCounter<long>("whatever.judged", "{value}", "Values that were judged");

    private static readonly Counter<long> Deliveries =
        Meter.CreateCounter<long>("whatever.deliveries", "{try}", "Tries to deliver, by kind and result");

    private static readonly Counter<long> Told =
        Meter.CreateCounter<long>("whatever.notifications", "{try}", "Tries to notify somebody, by channel and result");

    private static readonly Histogram<double> JobDuration =
        Meter.CreateHistogram<double>("whatever.job.duration", "s", "How long runs of jobs took, by job and outcome");

    /// <param name="way">push, file, device or live.</param>
    /// <param name="stored">New or changed.</param>
    /// <param name="rejected">Rows.</param>
    public static void CountReadings(string way, long stored, long rejected = 0)
    {
        var tag = new KeyValuePair<string, object?>("way", way);
        Stored.Add(stored, tag);
        Rejected.Add(rejected, tag);
    }

    public static void CountJudged(long values) => Judged.Add(values);

    /// <param name="kind">Of the delivery.</param>
    /// <param name="result">received, refused or retryable.</param>
    public static void CountDelivery(DeliveryKind kind, string result) => Deliveries.Add(
        1, new KeyValuePair<string, object?>("kind", Tag(kind.ToString())), new KeyValuePair<string, object?>("result", Tag(result)));

    /// <param name="channel">By which it went.</param>
    /// <param name="result">sent, refused or retryable.</param>
    public static void CountNotification(NotificationChannel channel, string result) => Told.Add(
        1, new KeyValuePair<string, object?>("channel", Tag(channel.ToString())), new KeyValuePair<string, object?>("result", result));

    public static void RecordJob(string job, RunOutcome outcome, TimeSpan? took) => JobDuration.Record(
        Math.Max(0, took?.TotalSeconds ?? 0), new KeyValuePair<string, object?>("job", job),
        new KeyValuePair<string, object?>("outcome", Tag(outcome.ToString())));

    private static string Tag(string name) => name.ToLowerInvariant();
}
