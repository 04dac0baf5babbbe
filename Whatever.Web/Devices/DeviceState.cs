using System.Collections.Immutable;
using Whatever.Model.Problems;

namespace Whatever.Web.Devices;

/// <summary>How a device fares.</summary>
public enum DevicePhase
{
    /// <summary>Nobody asks it: it is paused, or the station has just begun.</summary>
    Resting,
    Connecting,
    Connected,

    /// <summary>It cannot be reached, and the next try waits.</summary>
    Waiting,
}

/// <summary>What a point said last.</summary>
/// <param name="Value">As it was stored; null for a count that gave no flow.</param>
/// <param name="Raw">As it was said.</param>
/// <param name="At">When it was so.</param>
public sealed record PointValue(double? Value, double Raw, DateTimeOffset At);

/// <summary>How a slave of Modbus fares.</summary>
public sealed record SlaveFigures(int Unit)
{
    public long Requests { get; init; }
    public long Answers { get; init; }
    public long Silences { get; init; }
    public long Noises { get; init; }
    public long Refusals { get; init; }

    /// <summary>Null while it answers.</summary>
    public Phrase? Problem { get; init; }
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Null where it is asked with the others.</summary>
    public DateTimeOffset? NextTryAt { get; init; }
}

/// <summary>How a device fares, since the station began.</summary>
public sealed record DeviceState
{
    public DevicePhase Phase { get; init; }

    /// <summary>When it came to be so; of a device that cannot be reached the time of the first try that failed.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Why it cannot be reached.</summary>
    public Phrase? Problem { get; init; }
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Messages, lines or answers.</summary>
    public long Received { get; init; }

    /// <summary>Minutes that were stored or changed.</summary>
    public long Stored { get; init; }

    /// <summary>Values that could not be taken.</summary>
    public long Refused { get; init; }

    /// <summary>Messages that came again after they had been stored, and retained ones of unknown age.</summary>
    public long PassedOver { get; init; }

    /// <summary>Why the last value was not taken.</summary>
    public Phrase? Refusal { get; init; }
    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>What the last counter did that gave no flow.</summary>
    public Phrase? Notice { get; init; }
    public DateTimeOffset? NoticedAt { get; init; }
    public ImmutableDictionary<int, PointValue> Values { get; init; } = ImmutableDictionary<int, PointValue>.Empty;
    public ImmutableSortedDictionary<int, SlaveFigures> Slaves { get; init; } = ImmutableSortedDictionary<int, SlaveFigures>.Empty;

    /// <summary>A value could not be taken.</summary>
    public DeviceState Refuse(Phrase reason, DateTimeOffset at, long count = 1) =>
        this with { Refused = Refused + count, Refusal = reason, RefusedAt = at };
}
