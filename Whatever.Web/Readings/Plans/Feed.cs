namespace Whatever.Web.Readings.Plans;

/// <summary>What of a file belongs to another sensor than the one that the file is given to; null where nothing is said.</summary>
public sealed record Feed
{
    /// <summary>Its id.</summary>
    public required string Sensor { get; init; }

    /// <summary>By name or number, as in the choices for the file.</summary>
    public string? FlowColumn { get; init; }
    public string? PressureColumn { get; init; }

    /// <summary>Where tags tell whose a row is.</summary>
    public string? FlowTag { get; init; }
    public string? PressureTag { get; init; }

    public FlowKind? FlowKind { get; init; }

    internal bool SaysColumns => FlowColumn is not null || PressureColumn is not null;

    /// <summary>Both together, where they say different things; null where they say one twice.</summary>
    internal Feed? And(Feed other) => SaysFlow && other.SaysFlow || SaysPressure && other.SaysPressure
        ? null
        : new Feed
        {
            Sensor = Sensor,
            FlowColumn = FlowColumn ?? other.FlowColumn,
            PressureColumn = PressureColumn ?? other.PressureColumn,
            FlowTag = FlowTag ?? other.FlowTag,
            PressureTag = PressureTag ?? other.PressureTag,
            FlowKind = FlowKind ?? other.FlowKind,
        };

    internal bool SaysFlow => FlowColumn is not null || FlowTag is not null;

    internal bool SaysPressure => PressureColumn is not null || PressureTag is not null;
}
