using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Behaviour;

/// <summary>
/// How far the level of the last values lies from the level shortly before: median of the last five less mean of the fifteen that end a
/// value before them. The median does not see single spikes; the short distance leaves demand no time to change as water from a burst does.
/// </summary>
public static class LevelStep
{
    /// <summary>Values that make up the level of now.</summary>
    public const int Recent = 5;

    /// <summary>Values that make up the level before.</summary>
    public const int Before = 15;

    /// <summary>Values looked at in all.</summary>
    public const int Length = Recent + Before;

    private const int LeastRecent = 3;
    private const int LeastBefore = 8;

    /// <param name="values">Values less what is normal for their time, the newest last; shape (at least 20), only the last 20 are looked
    /// at.</param>
    /// <returns>The step and the level before; NaN where too few of them were measured.</returns>
    public static (double Step, double LevelBefore) At(ReadOnlySpan<double> values)
    {
        if (values.Length < Length)
        {
            return (double.NaN, double.NaN);
        }

        Span<double> recent = stackalloc double[Recent];
        var count = Keep(values[^Recent..], recent);
        var (sum, before) = (0.0, 0);
        foreach (var value in values[^Length..^Recent])
        {
            if (!double.IsNaN(value))
            {
                (sum, before) = (sum + value, before + 1);
            }
        }

        if (count < LeastRecent || before < LeastBefore)
        {
            return (double.NaN, double.NaN);
        }

        var level = sum / before;
        return (Robust.Median(recent[..count]) - level, level);
    }

    private static int Keep(ReadOnlySpan<double> values, Span<double> kept)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                kept[count++] = value;
            }
        }

        return count;
    }
}
