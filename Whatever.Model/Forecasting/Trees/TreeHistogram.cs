using System.Runtime.Intrinsics;

namespace Whatever.Model.Forecasting.Trees;

/// <summary>Where a leaf is best split.</summary>
/// <param name="Gain">0 where nowhere.</param>
/// <param name="Input">What is looked at.</param>
/// <param name="Bin">The last one below.</param>
internal readonly record struct TreeSplit(double Gain, int Input, int Bin);

/// <summary>Of each input and bin the sum of what is left of the targets, and the rows.</summary>
internal sealed class TreeHistogram
{
    /// <summary>Sum and rows beside each other: one addition counts both.</summary>
    private readonly Vector128<double>[] cells;

    private TreeHistogram(int inputs) => cells = new Vector128<double>[inputs * TreeOptions.Bins];

    /// <summary>Of all rows.</summary>
    public double Total
    {
        get
        {
            var total = 0.0;
            for (var bin = 0; bin < TreeOptions.Bins; bin++)
            {
                total += cells[bin][0];
            }

            return total;
        }
    }

    /// <param name="bins">Of all rows.</param>
    /// <param name="rows">Those counted.</param>
    /// <param name="values">Of all rows.</param>
    public static TreeHistogram Of(InputBins bins, ReadOnlySpan<int> rows, float[] values)
    {
        var histogram = new TreeHistogram(bins.Inputs);
        var counted = histogram.cells;

        // Row by row: neighbouring hours have the same level, and one cell that is added to again and again would have to be waited for.
        foreach (var row in rows)
        {
            var one = Vector128.Create(values[row], 1.0);
            foreach (var cell in bins.Cells.AsSpan(row * bins.Inputs, bins.Inputs))
            {
                counted[cell] += one;
            }
        }

        return histogram;
    }

    public void Subtract(TreeHistogram other)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] -= other.cells[i];
        }
    }

    /// <summary>The first of those that gain most, input by input and bin by bin.</summary>
    /// <param name="bins">Of all rows.</param>
    /// <param name="count">Rows of the leaf.</param>
    /// <param name="sum">Over them.</param>
    /// <param name="options">How many rows a leaf has at least, and how much it is shrunk.</param>
    public TreeSplit BestSplit(InputBins bins, int count, double sum, TreeOptions options)
    {
        var best = new TreeSplit(0, -1, 0);
        var whole = sum * sum / (count + options.Shrinkage);
        for (var input = 0; input < bins.Inputs; input++)
        {
            var (below, rows) = (0.0, 0.0);
            for (var bin = 0; bin < bins.SplitsOf(input); bin++)
            {
                var cell = cells[InputBins.CellOf(input, bin)];
                (below, rows) = (below + cell[0], rows + cell[1]);
                if (rows < options.FewestRows || count - rows < options.FewestRows)
                {
                    continue;
                }

                var above = sum - below;
                var gain = (below * below / (rows + options.Shrinkage)) + (above * above / (count - rows + options.Shrinkage)) - whole;
                best = gain > best.Gain ? new TreeSplit(gain, input, bin) : best;
            }
        }

        return best;
    }
}
