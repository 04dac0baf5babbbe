using Whatever.Model.Outliers.Criteria;

namespace Whatever.Model.Outliers;

/// <summary>The normal distribution that a value is judged by.</summary>
/// <param name="Mean">Mean of the history, in the unit of the quantity.</param>
/// <param name="StandardDeviation">Sample standard deviation (n - 1), 0 or more, in the unit of the quantity.</param>
/// <param name="Count">Values it was fitted to.</param>
public sealed record NormalCriteria(double Mean, double StandardDeviation, int Count)
{
    /// <summary>One day of minutes: with fewer usable values nothing is judged.</summary>
    public const int MinimumReadings = 1440;

    private const double Rounding = 1e-12;

    /// <summary>
    /// Fits mean and standard deviation in one pass (Welford 1962, Technometrics 4(3)), which does not lose digits for large means. Not by
    /// MathNet's RunningStatistics: its higher moments overflow from some 1e77 on and make the deviation NaN, and meters do say such
    /// things.
    /// </summary>
    /// <param name="values">Shape (n); NaN is left out.</param>
    /// <returns>Null where fewer than <see cref="MinimumReadings"/> values are usable.</returns>
    public static NormalCriteria? Fit(ReadOnlySpan<double> values)
    {
        var (count, mean, squares) = (0, 0.0, 0.0);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                count++;
                var delta = value - mean;
                mean += delta / count;
                squares += delta * (value - mean);
            }
        }

        return count < MinimumReadings ? null : new NormalCriteria(mean, Math.Sqrt(squares / (count - 1)), count);
    }

    /// <summary>
    /// Where the value stands, 0..100, with z = (value - mean) / sd: by the normal distribution 100 Φ(z) for the upper tail,
    /// 100 (1 - Φ(z)) for the lower, 100 |2 Φ(z) - 1| for both. A constant history makes every other value extreme.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN: a missing value is not judged.</exception>
    /// <param name="value">Measured, unit of the quantity.</param>
    /// <param name="tail">Which end is unusual.</param>
    /// <param name="scale">What the percentile is taken from; left out, the normal distribution.</param>
    public double Percentile(double value, Tail tail, DeviationScale? scale = null) => double.IsNaN(value)
        ? throw new ArgumentOutOfRangeException(nameof(value), value, "A missing value has no percentile.")
        : (scale ?? DeviationScale.Normal).Percentile(DeviationOf(value, Mean, StandardDeviation), tail);

    /// <summary>
    /// How many standard deviations a value lies from a mean. Where nothing ever varied every other value is infinitely far; a value that
    /// differs from the mean by the rounding of a mean between two hours does not differ.
    /// </summary>
    internal static double DeviationOf(double value, double mean, double deviation)
    {
        var residual = value - mean;
        return Math.Abs(residual) <= Rounding * Math.Abs(mean) ? 0
            : deviation > 0 || double.IsNaN(residual) ? residual / deviation
            : Math.Sign(residual) * double.PositiveInfinity;
    }
}
