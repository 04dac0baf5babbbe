namespace Whatever.Model.Outliers.Sequences;

/// <summary>Follows the level of both quantities through events: on-delay, off-delay, hysteresis, and a new normal where the old one is nearly reached.</summary>
internal sealed class LevelWatch
{
    private readonly double[] normal = new double[2];
    private int pending;
    private double furthest;

    /// <summary>An event is on.</summary>
    public bool IsRaised { get; private set; }

    /// <summary>Distance of each level from what is normal now, in deviations; NaN where there is no level.</summary>
    public double[] Distance { get; } = [double.NaN, double.NaN];

    /// <summary>The larger of both without its sign; NaN where there is no level.</summary>
    public double Largest { get; private set; } = double.NaN;

    /// <summary>One sample. Without a level nothing changes: missing data never ends an event.</summary>
    /// <param name="deviations">Shape (2): distance of each level from the fitted one, in deviations; NaN where there is no level.</param>
    public void Add(ReadOnlySpan<double> deviations)
    {
        var fromFit = LargestOf(deviations);
        if (fromFit <= SequenceSettings.Clear)
        {
            Array.Clear(normal);
        }

        (Distance[0], Distance[1]) = (deviations[0] - normal[0], deviations[1] - normal[1]);
        Largest = LargestOf(Distance);
        if (double.IsNaN(Largest))
        {
            return;
        }

        if (IsRaised)
        {
            furthest = Math.Max(furthest, Largest);
        }

        var isAcross = IsRaised ? Largest <= Math.Max(SequenceSettings.Clear, SequenceSettings.Recovered * furthest) : Largest > SequenceSettings.Raise;
        pending = isAcross ? pending + 1 : 0;
        if (pending >= SequenceSettings.Confirm)
        {
            Turn(deviations, fromFit);
        }
    }

    private void Turn(ReadOnlySpan<double> deviations, double fromFit)
    {
        if (IsRaised && fromFit > SequenceSettings.Clear)
        {
            for (var i = 0; i < normal.Length; i++)
            {
                normal[i] = double.IsNaN(deviations[i]) ? 0 : deviations[i];
            }
        }

        (IsRaised, pending, furthest) = (!IsRaised, 0, Largest);
    }

    private static double LargestOf(ReadOnlySpan<double> distances) =>
        double.IsNaN(distances[0]) ? Math.Abs(distances[1]) : double.IsNaN(distances[1]) ? Math.Abs(distances[0]) : Math.Max(Math.Abs(distances[0]), Math.Abs(distances[1]));
}
