using System.Numerics;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Trees;

/// <summary>
/// Inputs put into bins that hold about as many rows each, so that a split is looked for among a few dozen thresholds and not among all
/// values. What is missing (NaN) lies below everything.
/// </summary>
internal sealed class InputBins
{
    /// <summary>So many rows tell where the bins lie.</summary>
    private const int LookedAt = 8192;

    private readonly float[][] edges;

    /// <param name="rows">Shape (count, inputs), row-major.</param>
    /// <param name="inputs">In a row.</param>
    public InputBins(float[] rows, int inputs)
    {
        var count = rows.Length / inputs;
        var stride = ((count - 1) / LookedAt) + 1;
        while (BigInteger.GreatestCommonDivisor(stride, HoursPer.Week) > 1)
        {
            // Rows are hours of weeks: a stride of eight would see three hours of the day.
            stride++;
        }

        Inputs = inputs;
        edges = new float[inputs][];
        Cells = new ushort[rows.Length];
        for (var input = 0; input < inputs; input++)
        {
            var sample = new List<float>((count / stride) + 1);
            for (var row = 0; row < count; row += stride)
            {
                if (!float.IsNaN(rows[(row * inputs) + input]))
                {
                    sample.Add(rows[(row * inputs) + input]);
                }
            }

            edges[input] = EdgesOf(sample, sample.Count * stride < count);
            Place(rows, input);
        }
    }

    /// <summary>In a row.</summary>
    public int Inputs { get; }

    /// <summary>Shape (rows, inputs), row-major: the bin of each value, counted through all inputs (<see cref="CellOf"/>).</summary>
    public ushort[] Cells { get; }

    /// <summary>One number for input and bin.</summary>
    public static int CellOf(int input, int bin) => (input * TreeOptions.Bins) + bin;

    /// <summary>Values up to this one lie in that bin or below it.</summary>
    public float EdgeOf(int input, int bin) => edges[input][bin];

    /// <summary>Bins of an input that can be split behind: the last one cannot.</summary>
    public int SplitsOf(int input) => edges[input].Length;

    private static float[] EdgesOf(List<float> sample, bool isMissing)
    {
        sample.Sort();

        // What is missing has the first bin for itself.
        List<float> found = isMissing ? [float.NegativeInfinity] : [];
        for (var bin = isMissing ? 2 : 1; bin < TreeOptions.Bins && sample.Count > 0; bin++)
        {
            var value = sample[(int)((long)bin * (sample.Count - 1) / TreeOptions.Bins)];
            if ((found.Count == 0 || value > found[^1]) && value < sample[^1])
            {
                found.Add(value);
            }
        }

        return [.. found];
    }

    private void Place(float[] rows, int input)
    {
        var limits = edges[input];
        for (var i = input; i < rows.Length; i += Inputs)
        {
            var value = rows[i];
            var (low, high) = (0, float.IsNaN(value) ? 0 : limits.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (value > limits[middle])
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            Cells[i] = (ushort)CellOf(input, low);
        }
    }
}
