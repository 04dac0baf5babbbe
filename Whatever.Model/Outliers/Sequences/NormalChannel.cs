using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Sequences;

/// <summary>What one quantity of a sequence looks like when all is well, in the unit of the quantity.</summary>
/// <param name="Low">The learned range begins here.</param>
/// <param name="High">The learned range ends here.</param>
/// <param name="Range">Its width; of a constant quantity the step of its meter, or one millionth of its value.</param>
/// <param name="Level">Mean of the rolling level.</param>
/// <param name="LevelDeviation">What a distance from <paramref name="Level"/> is measured in, above 0.</param>
/// <param name="LongestRun">The longest run of one value, samples.</param>
public sealed record NormalChannel(double Low, double High, double Range, double Level, double LevelDeviation, int LongestRun)
{
    /// <summary>
    /// The range comes from quantiles; the deviation is the largest of the standard deviation of the level, its half span in
    /// <see cref="SequenceSettings.SpanDeviations"/>, the standard deviation that the mean of a window of white noise has (levels that
    /// scatter less
    /// than that are luck of a short fit), and what keeps one odd value from moving the level out of bounds.
    /// </summary>
    /// <param name="values">Shape (n), one value a step, in order; NaN is missing.</param>
    /// <returns>Null where fewer than <see cref="SequenceSettings.FewestLevels"/> levels can be learned.</returns>
    public static NormalChannel? Fit(ReadOnlySpan<double> values)
    {
        var sorted = Sorted(values);
        if (sorted.Length == 0)
        {
            return null;
        }

        var (low, high) = (Robust.Quantile(sorted, SequenceSettings.RangeTail), Robust.Quantile(sorted, 1 - SequenceSettings.RangeTail));
        var range = Math.Max(high - low, SmallestStep(sorted));
        var (levels, longest) = Levels(values, value => Beyond(value, low, high, range) <= SequenceSettings.RangesBeyond);
        if (levels.Count < SequenceSettings.FewestLevels)
        {
            return null;
        }

        double[] deviations =
        [
            DeviationOf(levels),
            (levels.Max() - levels.Min()) / 2 / SequenceSettings.SpanDeviations,
            DeviationOf(
                [
                    .. sorted.Where(
                        value => Beyond(value, low, high, range) <= SequenceSettings.RangesBeyond)]) / Math.Sqrt(SequenceSettings.Window),
            range / (2 * SequenceSettings.Window),
        ];
        return new NormalChannel(low, high, range, levels.Average(), deviations.Max(), longest);
    }

    /// <summary>Values among the learned rows that lie apart from the others and were left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>
    /// Runs of one value at least this long are stuck, samples; never so of a quantity that did not vary while it was learned.
    /// </summary>
    public int StuckAfter =>
        Low.Equals(High) ? int.MaxValue : Math.Max(SequenceSettings.ShortestStuck, SequenceSettings.StuckRuns * LongestRun);

    /// <summary>How far the value lies outside the learned range, in ranges: 0 or less inside, NaN where it is missing.</summary>
    public double Beyond(double value) => Beyond(value, Low, High, Range);

    private static double Beyond(double value, double low, double high, double range) => Math.Max(value - high, low - value) / range;

    private static double DeviationOf(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        var finite = new List<double>(values.Length);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                finite.Add(value);
            }
        }

        finite.Sort();
        return [.. finite];
    }

    /// <summary>The smallest distance of two values that differ.</summary>
    private static double SmallestStep(double[] sorted)
    {
        const double ConstantShare = 1e-6;
        var smallest = double.PositiveInfinity;
        for (var i = 1; i < sorted.Length; i++)
        {
            var step = sorted[i] - sorted[i - 1];
            smallest = step > 0 && step < smallest ? step : smallest;
        }

        return double.IsFinite(smallest) ? smallest : ConstantShare * Math.Max(Math.Abs(sorted[0]), 1);
    }

    private static (List<double> Levels, int LongestRun) Levels(ReadOnlySpan<double> values, Func<double, bool> isUsable)
    {
        var (levels, level, run, longest) = (new List<double>(values.Length), new RollingLevel(), new RunLength(), 0);
        for (var i = 0; i < values.Length; i++)
        {
            longest = Math.Max(longest, run.Add(values[i]));
            var mean = level.Add(isUsable(values[i]) ? values[i] : double.NaN);

            // Levels of a window that is not full yet scatter more than those that will be judged.
            if (i >= SequenceSettings.Window - 1 && !double.IsNaN(mean))
            {
                levels.Add(mean);
            }
        }

        return (levels, longest);
    }
}
