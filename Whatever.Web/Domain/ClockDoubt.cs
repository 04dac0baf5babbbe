using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>
/// Whether the station's own clock may be the one that is wrong. Then nothing is refused for lying in the future, and nothing is removed
/// for being old.
/// </summary>
public sealed class ClockDoubt(TimeProvider time)
{
    /// <summary>After so long, somebody has seen the alarm: the clock is what it is.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(3);

    /// <summary>Less is a correction.</summary>
    private static readonly TimeSpan Smallest = TimeSpan.FromHours(1);

    /// <summary>No station of these ran before: a clock that says so has not been told the time.</summary>
    private static readonly DateTimeOffset Earliest = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The last change of the clock that was followed; kept over restarts by who follows it.</summary>
    public ClockLeap? Last { get; set; }

    /// <summary>A change that was followed. A small one of today says nothing against a large one of yesterday.</summary>
    public void Follow(ClockLeap change)
    {
        if (Last is not { } before || change.Shift.Duration() >= Smallest || !IsRecent(before, change.After))
        {
            Last = change;
        }
    }

    /// <summary>Whether it may be behind: what seems to lie in the future may be of now.</summary>
    public bool MayBeBehind
    {
        get
        {
            var now = time.GetUtcNow();
            return IsUnsettled(now) || (Last is { } change && change.Before > change.After && now < change.Before && IsRecent(change, now));
        }
    }

    /// <summary>What time it is at the earliest: the clock may be ahead, and what is of now must not count as long past.</summary>
    public DateTimeOffset EarliestNow
    {
        get
        {
            var now = time.GetUtcNow();
            return Last is { } change && change.Before < now && IsRecent(change, now) ? change.Before : now;
        }
    }

    /// <param name="cameAt">When something came, by the clock of then; null for now.</param>
    /// <returns>When it came at the earliest.</returns>
    public DateTimeOffset EarliestOf(DateTimeOffset? cameAt) => cameAt is { } at && at < EarliestNow ? at : EarliestNow;

    /// <summary>Why nothing is removed by its age; null where the clock is to be relied on.</summary>
    public Phrase? Reason
    {
        get
        {
            var now = time.GetUtcNow();
            return IsUnsettled(now) ? new Phrase("clock.unsettled", Written(now))
                : Last is { } change && IsRecent(change, now) ? new Phrase("clock.changed", Written(change.Before), Written(change.After))
                : null;
        }
    }

    /// <summary>Asked where something seems to lie in the future.</summary>
    /// <exception cref="ClockDoubtException">The clock may be behind: it is not refused, but asked for again.</exception>
    public void RequireClock()
    {
        if (MayBeBehind)
        {
            throw new ClockDoubtException(new Problem("clock.behind", Written(time.GetUtcNow())));
        }
    }

    private bool IsUnsettled(DateTimeOffset now) => time is SteadyTime { IsUnsettled: true } || now < Earliest;

    private static bool IsRecent(ClockLeap change, DateTimeOffset now) =>
        change.Shift.Duration() >= Smallest && (now - change.After).Duration() < Lasts;

    private static string Written(DateTimeOffset instant) => $"{WireTime.Write(instant.UtcDateTime)}Z";
}

/// <summary>What is not taken now, because it seems to lie in the future and the station's clock may be behind; it is asked for again.
/// </summary>
public sealed class ClockDoubtException(Problem problem) : ProblemException(problem);
