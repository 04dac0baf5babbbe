namespace Whatever.Web.Domain;

/// <summary>A change of the system's clock that was followed.</summary>
/// <param name="Before">What the station's clock said.</param>
/// <param name="After">What it says from then on.</param>
public readonly record struct ClockLeap(DateTimeOffset Before, DateTimeOffset After)
{
    public TimeSpan Shift => After - Before;
}

/// <summary>
/// The time that the station goes by: that of the system's clock, as long as it goes as fast as the monotonic clock does. What a time
/// server slews is followed at once; a leap only when the clock still says so minutes later. A clock that is a year ahead for a minute
/// (a GPS that wakes up, a typing error, a virtual machine that was moved) leaves nothing behind: no job is due next year, no minute of
/// next year was judged, nothing that is a year old was removed. Whatever waits, waits by the monotonic clock anyway.
/// </summary>
/// <param name="system">The clock that may leap.</param>
public sealed class SteadyTime(TimeProvider system) : TimeProvider
{
    /// <summary>Less than this is a correction and no leap: readings are of minutes.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>A leap that is still there after this long is meant.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromMinutes(3);

    private readonly Lock mutex = new();
    private readonly List<ClockLeap> followed = [];
    private DateTimeOffset anchor = system.GetUtcNow();
    private long anchoredAt = system.GetTimestamp();
    private TimeSpan leap;
    private long? leaptAt;

    /// <summary>Whether the system's clock says something else than it did, and it is not yet known whether it means it.</summary>
    public bool IsUnsettled
    {
        get
        {
            lock (mutex)
            {
                Read();
                return leaptAt is not null;
            }
        }
    }

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public override long TimestampFrequency => system.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (mutex)
        {
            return Read();
        }
    }

    public override long GetTimestamp() => system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Goes on from what the station's clock said when it last ran: a system's clock that is behind it (a box without a battery, before a
    /// time server answered) is a leap like any other.
    /// </summary>
    public void GoOnFrom(DateTimeOffset last)
    {
        lock (mutex)
        {
            if (last - Read() > Tolerance)
            {
                (anchor, anchoredAt) = (last, system.GetTimestamp());
                Read();
            }
        }
    }

    /// <summary>The changes that were followed since it was last asked.</summary>
    public IReadOnlyList<ClockLeap> TakeChanges()
    {
        lock (mutex)
        {
            Read();
            var taken = followed.ToArray();
            followed.Clear();
            return taken;
        }
    }

    private DateTimeOffset Read()
    {
        var (said, timestamp) = (system.GetUtcNow(), system.GetTimestamp());
        var steady = anchor + system.GetElapsedTime(anchoredAt, timestamp);
        var difference = said - steady;
        if (difference.Duration() <= Tolerance)
        {
            leaptAt = null;
            (anchor, anchoredAt) = (said, timestamp);
            return said;
        }

        if (leaptAt is not { } since || (difference - leap).Duration() > Tolerance)
        {
            (leap, leaptAt) = (difference, timestamp);
            return steady;
        }

        if (system.GetElapsedTime(since, timestamp) < Settles)
        {
            return steady;
        }

        followed.Add(new ClockLeap(steady, said));
        leaptAt = null;
        (anchor, anchoredAt) = (said, timestamp);
        return said;
    }
}
