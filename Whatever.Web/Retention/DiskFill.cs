namespace Whatever.Web.Retention;

/// <summary>What was free at a time.</summary>
public readonly record struct DiskSample(DateTimeOffset At, long Free);

/// <summary>When the disk will be full, by how it filled in the last days.</summary>
public static class DiskFill
{
    private static readonly TimeSpan Apart = TimeSpan.FromHours(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>One an hour of the last week; those of a clock that was ahead go.</summary>
    /// <returns>Null where the new one comes too soon.</returns>
    public static IReadOnlyList<DiskSample>? With(IReadOnlyList<DiskSample> samples, DiskSample next)
    {
        var kept = samples.Where(sample => sample.At <= next.At && sample.At > next.At - Kept).ToList();
        return kept.Count > 0 && next.At - kept[^1].At < Apart ? null : [.. kept, next];
    }

    /// <returns>Days until nothing is free; null where less than a day is known, or it does not fill.</returns>
    public static double? DaysLeft(IReadOnlyList<DiskSample> samples, DiskSample now)
    {
        var first = samples.FirstOrDefault(sample => sample.At <= now.At);
        var filled = first.Free - now.Free;
        return first.At == default || now.At - first.At < Shortest || filled <= 0
            ? null
            : now.Free / (filled / (now.At - first.At).TotalDays);
    }
}
