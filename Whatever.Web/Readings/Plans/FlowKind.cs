namespace Whatever.Web.Readings.Plans;

/// <summary>What the column of the flow holds.</summary>
public enum FlowKind
{
    /// <summary>The flow itself.</summary>
    Rate = 0,

    /// <summary>A volume that is counted on: the flow is how much it grows.</summary>
    Counter = 1,
}

/// <summary>Their names in requests.</summary>
public static class FlowKinds
{
    public const string Rate = "rate";
    public const string Counter = "counter";

    public static IReadOnlyList<string> Names { get; } = [Rate, Counter];

    public static FlowKind? Find(string? name) => name?.ToLowerInvariant() switch
    {
        Rate => FlowKind.Rate,
        Counter => FlowKind.Counter,
        _ => null,
    };

    public static string NameOf(FlowKind kind) => kind == FlowKind.Counter ? Counter : Rate;
}
