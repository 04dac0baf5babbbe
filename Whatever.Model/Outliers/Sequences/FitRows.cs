using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Sequences;

/// <summary>
/// Which rows of a fit show one quantity when all is well. The core is the shortest interval that holds two thirds of the values, which up
/// to a third of faulty ones cannot move (the shorth of Andrews et al., Robust Estimates of Location, 1972, with a larger share). Runs of
/// rows far outside it are left out, unless the quantity goes there again and again: a pump that cycles has two levels that are normal.
/// </summary>
internal sealed class FitRows
{
    private readonly double[] values;
    private readonly List<(int From, int To)> apart = [];
    private readonly double median;

    /// <param name="values">Shape (n), one value a step, in order; NaN is missing.</param>
    public FitRows(ReadOnlySpan<double> values)
    {
        this.values = values.ToArray();
        double[] measured = [.. this.values.Where(double.IsFinite)];
        if (measured.Length == 0)
        {
            return;
        }

        double[] sorted = [.. measured.Order()];
        median = Robust.Quantile(sorted, 0.5);
        var (low, high) = Core(sorted);

        // Of a meter whose value hardly moves the core may be one value: its next steps are not far outside.
        var far = SequenceSettings.Apart * Math.Max(high - low, SequenceSettings.CoreSteps * UsualStep(measured));
        LeaveOut(value => value < low - far);
        LeaveOut(value => value > high + far);
    }

    /// <summary>
    /// The recording may begin while the plant is started: from a level between nothing and twice the normal one, it settles. The first row
    /// after that; 0 where this quantity shows no start.
    /// </summary>
    public int SettledAt => apart.Where(run => IsStart(run) && Settles(run)).Select(run => run.To).DefaultIfEmpty(0).Max();

    /// <summary>The values to learn from, and how many are not.</summary>
    /// <param name="settledAt">The rows before it are a start, which belongs to what is normal.</param>
    /// <returns>Shape (n), NaN where a value is missing or left out.</returns>
    public (double[] Values, int LeftOut) Without(int settledAt)
    {
        var (kept, leftOut) = ((double[])values.Clone(), 0);
        foreach (var run in apart.Where(run => !IsStart(run) || run.To > settledAt + SequenceSettings.Window))
        {
            leftOut += kept[run.From..run.To].Count(double.IsFinite);
            Array.Fill(kept, double.NaN, run.From, run.To - run.From);
        }

        return (kept, leftOut);
    }

    private static (double Low, double High) Core(double[] sorted)
    {
        var count = (int)Math.Ceiling(SequenceSettings.CoreShare * sorted.Length);
        var first = Enumerable.Range(0, sorted.Length - count + 1).MinBy(from => sorted[from + count - 1] - sorted[from]);
        return (sorted[first], sorted[first + count - 1]);
    }

    /// <summary>The median of the changes from one value to the next, those apart that change nothing.</summary>
    private static double UsualStep(double[] measured)
    {
        double[] steps = [.. measured.Skip(1).Zip(measured, (next, value) => Math.Abs(next - value)).Where(step => step > 0)];
        return steps.Length == 0 ? 0 : Robust.Median(steps);
    }

    private void LeaveOut(Func<double, bool> isFar)
    {
        var runs = new List<(int From, int To)>();
        for (var row = 0; row < values.Length; row++)
        {
            if (isFar(values[row]))
            {
                var goesOn = runs is [.., var last] && row - last.To < SequenceSettings.Window;
                if (goesOn)
                {
                    runs[^1] = (runs[^1].From, row + 1);
                }
                else
                {
                    runs.Add((row, row + 1));
                }
            }
        }

        // A few odd values say nothing of how often it goes there, and the quantiles of the range leave them out anyway.
        apart.AddRange(
            runs.Where(
                run => Length(run) >= SequenceSettings.Confirm
                    && runs.Count(other => Length(other) * SequenceSettings.Visits >= Length(run)) < SequenceSettings.Visits));
    }

    private bool IsStart((int From, int To) run) =>
        run.From <= SequenceSettings.Window && Distances(run).Max() <= Math.Abs(median);

    private bool Settles((int From, int To) run)
    {
        var (distances, part) = (Distances(run), Math.Max(1, Length(run) / 3));
        return distances.TakeLast(part).Average() <= SequenceSettings.Settled * distances.Take(part).Average();
    }

    private double[] Distances((int From, int To) run) =>
        [.. values[run.From..run.To].Where(double.IsFinite).Select(value => Math.Abs(value - median))];

    private static int Length((int From, int To) run) => run.To - run.From;
}
