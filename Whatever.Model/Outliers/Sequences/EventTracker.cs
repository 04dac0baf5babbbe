namespace Whatever.Model.Outliers.Sequences;

/// <summary>
/// Follows the level of both quantities through events: on-delay, off-delay, hysteresis, and a new normal where the old one is nearly
/// reached.
/// </summary>
internal sealed class EventTracker
{
    private readonly double[] normal = new double[2];
    private readonly double[] last = [double.NaN, double.NaN];
    private int pending;
    private double furthest;

    /// <summary>An event is on.</summary>
    public bool IsRaised { get; private set; }

    /// <summary>Distance of the last level of each quantity from what is normal now, in deviations; NaN where there was none yet.</summary>
    public double[] Distance { get; } = [double.NaN, double.NaN];

    /// <summary>The larger of both without its sign; NaN where this sample has no level.</summary>
    public double Largest { get; private set; } = double.NaN;

    /// <summary>One sample. A quantity without a level stays where it was last: missing data neither begins nor ends an event.</summary>
    /// <param name="deviations">Shape (2): distance of each level from the fitted one, in deviations; NaN where there is no level.</param>
    public void Add(ReadOnlySpan<double> deviations)
    {
        Largest = double.NaN;
        if (double.IsNaN(deviations[0]) && double.IsNaN(deviations[1]))
        {
            return;
        }

        for (var i = 0; i < last.Length; i++)
        {
            last[i] = double.IsNaN(deviations[i]) ? last[i] : deviations[i];
        }

        var fromFit = LargestOf(last);
        if (fromFit <= SequenceSettings.Clear)
        {
            Array.Clear(normal);
        }

        (Distance[0], Distance[1]) = (last[0] - normal[0], last[1] - normal[1]);
        Largest = LargestOf(Distance);
        furthest = Math.Max(furthest, Largest);
        pending = IsRaised ? Largest <= Math.Max(SequenceSettings.Clear, SequenceSettings.Recovered * furthest) ? pending + 1 : 0
            : LargestOf([deviations[0] - normal[0], deviations[1] - normal[1]]) > SequenceSettings.Raise ? pending + 1
            : Largest > SequenceSettings.Raise ? pending : 0;
        if (pending >= SequenceSettings.Confirm)
        {
            Turn(fromFit);
        }
    }

    private void Turn(double fromFit)
    {
        if (IsRaised && fromFit > SequenceSettings.Clear)
        {
            for (var i = 0; i < normal.Length; i++)
            {
                normal[i] = double.IsNaN(last[i]) ? 0 : last[i];
            }
        }

        (IsRaised, pending, furthest) = (!IsRaised, 0, Largest);
    }

    private static double LargestOf(ReadOnlySpan<double> distances) =>
        double.IsNaN(distances[0])
            ? Math.Abs(distances[1])
            : double.IsNaN(distances[1]) ? Math.Abs(distances[0])
            : Math.Max(Math.Abs(distances[0]), Math.Abs(distances[1]));
}
