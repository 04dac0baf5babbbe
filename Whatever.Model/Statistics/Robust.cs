using MathNet.Numerics;
using MathNet.Numerics.Statistics;

namespace Whatever.Model.Statistics;

/// <summary>Statistics that a few wild values do not move.</summary>
public static class Robust
{
    /// <summary>Standard deviation of a normal distribution per median of the absolute distances from its middle: 1 / Φ⁻¹(3/4).</summary>
    public const double DeviationsPerMedian = 1.482602218505602;

    /// <summary>The middle value, of an even number the mean of both; NaN of none.</summary>
    /// <param name="values">Shape (n); no NaN among them; stays as it is.</param>
    public static double Median(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        var sorted = values.Length <= 64 ? stackalloc double[values.Length] : new double[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// Linear between the two nearest values (Hyndman and Fan 1996, American Statistician 50(4), type 7), the one definition of a quantile
    /// here; NaN of none.
    /// </summary>
    /// <param name="sorted">Shape (n), ascending.</param>
    /// <param name="share">0..1.</param>
    public static double Quantile(double[] sorted, double share) =>
        SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);

    /// <summary>A value with so many digits that count: more fill what is stored and say nothing.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="digits">1..15.</param>
    public static double Rounded(double value, int digits) => Math.Round(value, Math.Clamp(digits - 1 - value.Magnitude(), 0, 15));

    /// <summary>Mean of the middle three fifths: nearly as steady as the mean of all, and deaf to the ends; NaN of none.</summary>
    /// <param name="values">Shape (n); no NaN among them; stays as it is.</param>
    public static double TrimmedMean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var cut = sorted.Length / 5;
        var sum = 0.0;
        foreach (var value in sorted.AsSpan(cut..^cut))
        {
            sum += value;
        }

        return sum / (sorted.Length - (2 * cut));
    }
}
