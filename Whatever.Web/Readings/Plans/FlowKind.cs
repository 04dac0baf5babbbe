namespace Whatever.Web.Readings.Plans;

/// <summary>What the column of the flow holds.</summary>
public enum FlowKind
{
    /// <summary>The flow itself.</summary>
    Rate = 0,

    /// <summary>A volume that is counted on: the flow is how much it grows.</summary>
    Counter = 1,

    /// <summary>The volume of each interval: the flow is the volume over the length of the interval.</summary>
    Interval = 2,
}

/// <summary>Their names in requests.</summary>
public static class FlowKinds
{
    public const string Rate = "rate";
    public const string Counter = "counter";
    public const string Interval = "interval";

    /// <summary>Whether the time of a row is where its interval ends, or where it begins.</summary>
    public const string AtEnd = "end";
    public const string AtStart = "start";

    public static IReadOnlyList<string> Names { get; } = [Rate, Counter, Interval];

    public static FlowKind? Find(string? name) => name?.ToLowerInvariant() switch
    {
        Rate => FlowKind.Rate,
        Counter => FlowKind.Counter,
        Interval => FlowKind.Interval,
        _ => null,
    };

    public static string NameOf(FlowKind kind) => kind switch
    {
        FlowKind.Counter => Counter,
        FlowKind.Interval => Interval,
        _ => Rate,
    };
}
