using MathNet.Numerics;
using NormalDistribution = MathNet.Numerics.Distributions.Normal;

namespace Whatever.Model.Outliers.Criteria;

/// <summary>What a percentile is taken from.</summary>
public enum ValueDistribution
{
    /// <summary>The normal distribution, as the original document has it.</summary>
    Normal = 0,

    /// <summary>The deviations that the sensor's own history had.</summary>
    Empirical = 1,
}

/// <summary>
/// Which percentile a deviation from normal has. A deviation is a value less the mean of its hour in standard deviations of that hour.
/// </summary>
public abstract record DeviationScale
{
    /// <summary>That of the normal distribution.</summary>
    public static DeviationScale Normal { get; } = new NormalScale();

    /// <summary>Where a deviation stands.</summary>
    /// <param name="deviation">Standard deviations, negative below; NaN gives NaN.</param>
    /// <param name="tail">Which end is unusual.</param>
    /// <returns>0..100.</returns>
    public abstract double Percentile(double deviation, Tail tail);

    /// <summary>Between which deviations a percentile is not reached.</summary>
    /// <param name="percentile">0..100, both excluded.</param>
    /// <param name="tail">Which end is unusual: the other one has no limit.</param>
    /// <returns>Standard deviations, <c>Low</c> no more than <c>High</c> for percentiles of 50 and above.</returns>
    public abstract (double Low, double High) LimitsAt(double percentile, Tail tail);

    private sealed record NormalScale : DeviationScale
    {
        /// <summary>
        /// 100 Φ(z) for the upper tail, 100 (1 - Φ(z)) for the lower, 100 |2 Φ(z) - 1| for both, with Φ(z) = erfc(-z / √2) / 2.
        /// </summary>
        public override double Percentile(double deviation, Tail tail) => double.IsNaN(deviation) ? double.NaN : tail switch
        {
            Tail.Upper => 50 * SpecialFunctions.Erfc(-deviation / Constants.Sqrt2),
            Tail.Lower => 50 * SpecialFunctions.Erfc(deviation / Constants.Sqrt2),
            Tail.Both => 100 * SpecialFunctions.Erf(Math.Abs(deviation) / Constants.Sqrt2),
            _ => throw new ArgumentOutOfRangeException(nameof(tail), tail, "Expected Upper, Lower or Both."),
        };

        public override (double Low, double High) LimitsAt(double percentile, Tail tail)
        {
            var distance = tail == Tail.Both
                ? Constants.Sqrt2 * SpecialFunctions.ErfInv(percentile / 100)
                : NormalDistribution.InvCDF(0, 1, percentile / 100);
            return (tail == Tail.Upper ? double.NegativeInfinity : -distance, tail == Tail.Lower ? double.PositiveInfinity : distance);
        }
    }
}
