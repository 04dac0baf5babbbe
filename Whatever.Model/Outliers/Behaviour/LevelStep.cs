using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Behaviour;

/// <summary>
/// How far the level of the last values lies from the level shortly before: the median of the newest less the median of those that end
/// before them. Medians do not see single spikes; the short distance leaves demand no time to change as water from a burst does.
/// </summary>
/// <param name="Recent">Values that make up the level of now.</param>
/// <param name="Before">Values that make up the level before.</param>
public readonly record struct LevelStep(int Recent, int Before)
{
    private const int RecentMinutes = 15;
    private const int BeforeMinutes = 40;
    private const int MostRecent = 5;
    private const int MostBefore = 15;
    private const int LeastRecent = 2;
    private const int LeastBefore = 4;

    /// <summary>Values looked at, at most, whatever the interval.</summary>
    public const int Longest = MostRecent + MostBefore;

    /// <summary>Values looked at in all.</summary>
    public int Length => Recent + Before;

    /// <summary>What suits a sampling interval: of single minutes 5 and 15 values, of quarters of an hour 2 and 4.</summary>
    /// <param name="intervalMinutes">From one value to the next; 1 or more.</param>
    public static LevelStep Of(int intervalMinutes) => new(
        Math.Clamp(RecentMinutes / intervalMinutes, LeastRecent, MostRecent),
        Math.Clamp(BeforeMinutes / intervalMinutes, LeastBefore, MostBefore));

    /// <param name="values">Values less what is normal for their time, the newest last; only the last <see cref="Length"/> are looked
    /// at.</param>
    /// <returns>The step and the level before; NaN where too few of them were measured.</returns>
    public (double Step, double LevelBefore) At(ReadOnlySpan<double> values)
    {
        if (values.Length < Length)
        {
            return (double.NaN, double.NaN);
        }

        Span<double> known = stackalloc double[Longest];
        var recent = Keep(values[^Recent..], known);
        var now = recent * 2 > Recent ? Robust.Median(known[..recent]) : double.NaN;
        var before = Keep(values[^Length..^Recent], known);
        var level = before * 2 > Before ? Robust.Median(known[..before]) : double.NaN;
        var step = now - level;
        return double.IsNaN(step) ? (double.NaN, double.NaN) : (step, level);
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
