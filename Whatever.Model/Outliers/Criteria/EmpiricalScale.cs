using Whatever.Model.Statistics;

namespace Whatever.Model.Outliers.Criteria;

/// <summary>
/// Percentiles of the deviations that the history had: the share of them that lies below (upper tail), above (lower tail), or that of the
/// side that the value lies on in place of Φ in |2 Φ - 1| (both). So one value in ten reaches the 90th percentile however the values are
/// distributed, as far as what comes is like what was. Values equal to this one lie neither below nor above it: a pump that runs at one
/// flow for a third of the day is not unusual for it. And a value below normal is not high, however few lie below it: on the side that is
/// not unusual the percentile is at most 50, and for both 0.
/// </summary>
/// <param name="Quantiles">
/// Deviations at <see cref="Shares"/>, standard deviations, ascending (<see cref="Robust.Quantile"/>); between them linear.
/// </param>
public sealed record EmpiricalScale(IReadOnlyList<double> Quantiles) : DeviationScale
{
    private const int Percents = 100;
    private const double Half = 0.5;

    /// <summary>A history that never varied at an hour makes others infinitely far away, which no file can hold.</summary>
    private const double Farthest = 1e6;

    private static readonly double[] Ends = [0, 0.0005, 0.001, 0.002, 0.005];

    /// <summary>The shares of the history, 0..1, that quantiles are kept of: each hundredth, and closer at both ends.</summary>
    public static IReadOnlyList<double> Shares { get; } =
    [
        .. Ends, .. Enumerable.Range(1, Percents - 1).Select(percent => percent / (double)Percents),
        .. Ends.Reverse().Select(share => 1 - share),
    ];

    /// <summary>Takes the quantiles of a history.</summary>
    /// <param name="deviations">Shape (n), standard deviations; NaN is left out.</param>
    /// <returns>Null where there is none.</returns>
    public static EmpiricalScale? Fit(double[] deviations)
    {
        var sorted = Array.ConvertAll(
            Array.FindAll(deviations, value => !double.IsNaN(value)), value => Math.Clamp(value, -Farthest, Farthest));
        Array.Sort(sorted);
        return sorted.Length == 0 ? null : new EmpiricalScale([.. Shares.Select(share => Robust.Quantile(sorted, share))]);
    }

    /// <inheritdoc />
    public override double Percentile(double deviation, Tail tail)
    {
        if (double.IsNaN(deviation))
        {
            return double.NaN;
        }

        var (above, below) = (
            deviation > 0 ? ShareBelow(deviation) : Math.Min(ShareBelow(deviation), Half),
            deviation < 0 ? ShareAbove(deviation) : Math.Min(ShareAbove(deviation), Half));
        return Percents * tail switch
        {
            Tail.Upper => above,
            Tail.Lower => below,
            Tail.Both => Math.Max(0, (2 * Math.Max(above, below)) - 1),
            _ => throw new ArgumentOutOfRangeException(nameof(tail), tail, "Expected Upper, Lower or Both."),
        };
    }

    /// <inheritdoc />
    public override (double Low, double High) LimitsAt(double percentile, Tail tail)
    {
        var share = percentile / Percents;
        return tail switch
        {
            Tail.Upper => (double.NegativeInfinity, Math.Max(0, QuantileAt(share))),
            Tail.Lower => (Math.Min(0, QuantileAt(1 - share)), double.PositiveInfinity),
            _ => (Math.Min(0, QuantileAt((1 - share) / 2)), Math.Max(0, QuantileAt((1 + share) / 2))),
        };
    }

    private static double Between(double low, double high, double weight) => low + (weight * (high - low));

    private double QuantileAt(double share)
    {
        var above = 1;
        while (above < Quantiles.Count - 1 && Shares[above] < share)
        {
            above++;
        }

        var weight = Math.Clamp((share - Shares[above - 1]) / (Shares[above] - Shares[above - 1]), 0, 1);
        return Between(Quantiles[above - 1], Quantiles[above], weight);
    }

    private double ShareBelow(double value)
    {
        var index = CountBelow(value, orEqual: false);
        return index == 0 ? 0
            : index == Quantiles.Count ? 1
            : ShareBetween(index, value);
    }

    private double ShareAbove(double value)
    {
        var index = CountBelow(value, orEqual: true);
        return 1 - (index == 0 ? 0
            : index == Quantiles.Count ? 1
            : ShareBetween(index, value));
    }

    /// <summary>The share at a value between two quantiles that differ.</summary>
    private double ShareBetween(int above, double value)
    {
        var (low, high) = (Quantiles[above - 1], Quantiles[above]);
        return Between(Shares[above - 1], Shares[above], (value - low) / (high - low));
    }

    /// <summary>How many quantiles lie below a value (binary search).</summary>
    private int CountBelow(double value, bool orEqual)
    {
        var (from, to) = (0, Quantiles.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (Quantiles[middle] < value || (orEqual && Quantiles[middle].Equals(value)))
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }
}
