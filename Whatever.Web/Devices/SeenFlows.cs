namespace Whatever.Web.Devices;

/// <summary>The largest flow that a counter gave lately. What was stored is read only when it is asked for.</summary>
/// <param name="stored">The flows of the last day; NaN where one is missing.</param>
internal sealed class SeenFlows(Func<IReadOnlyList<double>> stored)
{
    /// <summary>Of fewer flows nobody knows what is usual.</summary>
    private const int Fewest = 10;

    private readonly List<double> added = [];
    private (int Count, double Largest)? before;

    /// <returns>Null where too little is known, or nothing flowed yet.</returns>
    public double? Largest()
    {
        before ??= Of([.. stored().Where(double.IsFinite)]);
        var (count, largest) = Of(added);
        largest = Math.Max(largest, before.Value.Largest);
        return count + before.Value.Count >= Fewest && largest > 0 ? largest : null;
    }

    public void Add(double? flow)
    {
        if (flow is { } known)
        {
            added.Add(known);
        }
    }

    private static (int Count, double Largest) Of(List<double> flows) => (flows.Count, flows.Count > 0 ? flows.Max() : 0);
}
