namespace Whatever.Web.Domain;

/// <summary>
/// When the scheduler looked at its table last, on a clock that nobody sets: a station whose scheduler stands still answers requests and
/// does nothing, and nobody would know.
/// </summary>
public sealed class SchedulerPulse(TimeProvider time)
{
    /// <summary>It ticks once a minute; two may be late on a busy machine.</summary>
    public static readonly TimeSpan LongestApart = TimeSpan.FromMinutes(3);

    private long last = time.GetTimestamp();

    /// <summary>Counted from the start of the process until the first tick.</summary>
    public TimeSpan Since => time.GetElapsedTime(Volatile.Read(ref last));

    public bool IsAlive => Since <= LongestApart;

    public void Beat() => Volatile.Write(ref last, time.GetTimestamp());
}
