using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Behaviour;

/// <summary>What a healthy sensor's values of one quantity do from minute to minute, learned from its history.</summary>
/// <param name="LongestRun">Values of the same number in a row, the longest run that is no fault.</param>
/// <param name="JumpLimit">A larger <see cref="JumpAndBack"/> is not usual for it, unit of the quantity.</param>
/// <param name="Lowest">Smallest value.</param>
/// <param name="Highest">Largest value.</param>
/// <param name="StepDeviations">Shape (24): standard deviation of <see cref="LevelStep"/> by hour of the day, unit of the quantity.</param>
public sealed record QuantityBehaviour(
    int LongestRun, double JumpLimit, double Lowest, double Highest, IReadOnlyList<double> StepDeviations)
{
    /// <summary>Wild values have tails: a margin over the largest jump that is left when one value in ten thousand is taken away.</summary>
    private const double JumpMargin = 2;
    private const double ShareOfJumps = 0.9999;

    /// <summary>Of a normal distribution one absolute value in two hundred lies beyond this many deviations.</summary>
    private const double DeviationsPerTail = 2.807;
    private const double ShareOfTail = 0.995;
    private const double LargestTail = 2;

    /// <summary>
    /// The longest run may be one that the sensor stood still in: one in ten thousand values' worth of runs is not believed.
    /// </summary>
    private const int LeastRuns = 20;

    /// <summary>Learns from a span of values.</summary>
    /// <param name="startMinute">Of the first value, minutes since 1970-01-01T00:00Z.</param>
    /// <param name="intervalMinutes">From one value to the next.</param>
    /// <param name="values">Shape (n); NaN is left out.</param>
    /// <param name="criteria">What is normal.</param>
    /// <param name="cells">The wall clock of the station.</param>
    public static QuantityBehaviour Learn(
        int startMinute, int intervalMinutes, ReadOnlySpan<double> values, ContextCriteria criteria, HourCells cells)
    {
        var jumps = new List<double>(values.Length);
        var steps = Enumerable.Range(0, HoursPer.Day).Select(_ => new List<double>()).ToArray();
        var residuals = new double[values.Length];
        var step = LevelStep.Of(intervalMinutes);
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            var minute = startMinute + (i * intervalMinutes);
            residuals[i] = values[i] - criteria.NormalAt(cells, minute).Mean;
            if (!double.IsNaN(values[i]))
            {
                (lowest, highest) = (Math.Min(lowest, values[i]), Math.Max(highest, values[i]));
            }

            var jump = JumpAndBack.SizeAt(values[..(i + 1)]);
            if (!double.IsNaN(jump))
            {
                jumps.Add(jump);
            }

            var (size, _) = step.At(residuals.AsSpan(..(i + 1)));
            if (!double.IsNaN(size))
            {
                steps[cells.LocalAt(minute).Hour].Add(Math.Abs(size));
            }
        }

        jumps.Sort();
        var limit = JumpMargin * Robust.Quantile([.. jumps], ShareOfJumps);
        return new QuantityBehaviour(LongestRunOf(values), limit, lowest, highest, [.. Deviations(steps)]);
    }

    private static IEnumerable<double> Deviations(List<double>[] steps)
    {
        var all = steps.SelectMany(hour => hour).Order().ToArray();
        var overall = DeviationOf(all);
        foreach (var hour in steps)
        {
            hour.Sort();
            yield return hour.Count < 200 ? overall : Math.Max(DeviationOf([.. hour]), overall / 4);
        }
    }

    /// <summary>
    /// The larger of what the middle and what the tail say, so that heavy tails are not taken for steps; but no more than twice the
    /// middle's, or one burst in the history would hide the next.
    /// </summary>
    private static double DeviationOf(double[] sorted)
    {
        var middle = Robust.DeviationsPerMedian * Robust.Median(sorted);
        return sorted.Length == 0
            ? 0
            : Math.Clamp(Robust.Quantile(sorted, ShareOfTail) / DeviationsPerTail, middle, LargestTail * middle);
    }

    /// <summary>Runs of equal values by length; the longest that is usual, not the one that occurred once.</summary>
    private static int LongestRunOf(ReadOnlySpan<double> values)
    {
        var runs = new List<int>();
        var run = 1;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i].Equals(values[i - 1]) && !double.IsNaN(values[i]))
            {
                run++;
                continue;
            }

            runs.Add(run);
            run = 1;
        }

        runs.Add(run);
        runs.Sort();
        var unusual = Math.Min(3, runs.Count / LeastRuns);
        return runs[^(1 + unusual)];
    }
}
