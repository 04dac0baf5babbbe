using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;

namespace Whatever.Model.Alarms;

/// <summary>How many values a distribution calls outliers.</summary>
/// <param name="Outliers">Share of the values that reach the first stage, 0..1.</param>
/// <param name="Serious">Share of them that reach the last one, 0..1.</param>
public readonly record struct OutlierShares(double Outliers, double Serious);

/// <summary>Whether the normal distribution fits past values of a quantity, and whether the percentiles of its own history do.</summary>
/// <param name="Nominal">What the thresholds say: of a 90th percentile a tenth.</param>
/// <param name="Normal">By the normal distribution.</param>
/// <param name="Own">By the history's own percentiles; null where the criteria do not know them.</param>
public sealed record DistributionFit(OutlierShares Nominal, OutlierShares Normal, OutlierShares? Own)
{
    private const double Many = 1.5;
    private const double Few = 0.5;
    private const double ManySerious = 3;

    /// <summary>
    /// Whether the normal distribution calls half as many again outliers, or three times as many serious; or half of them, where the
    /// history's own percentiles do not: a signal of a few levels has no more.
    /// </summary>
    public bool IsFar => AreMany(Normal) || (AreFew(Normal) && !(Own is { } own && AreFew(own)));

    /// <summary>
    /// Whether the history's own percentiles mend that. Of two levels that are both usual they call none an outlier, which is no fault of
    /// theirs.
    /// </summary>
    public bool IsMendedByOwn => Own is { } own && IsFar && !AreMany(own);

    /// <summary>Whether the history's own percentiles call too many outliers: the values are not as they were in the history.</summary>
    public bool IsOwnFar => Own is { } own && AreMany(own);

    /// <summary>Sets both against the thresholds.</summary>
    /// <param name="trial">Past values.</param>
    /// <param name="settings">Thresholds and tail; they are valid.</param>
    public static DistributionFit Of(ValueTrial trial, OutlierSettings settings)
    {
        var nominal = new OutlierShares(NominalOf(settings.Interest), NominalOf(settings.Serious));
        return new DistributionFit(
            nominal, By(ValueDistribution.Normal), trial.Criteria.Empirical is null ? null : By(ValueDistribution.Empirical));

        OutlierShares By(ValueDistribution distribution)
        {
            var shares = trial.Shares(settings with { Distribution = distribution });
            return new OutlierShares(shares.Skip((int)OutlierStage.Interest).Sum(), shares[(int)OutlierStage.Serious]);
        }
    }

    private static double NominalOf(double percentile) => 1 - (percentile / 100);

    private bool AreMany(OutlierShares shares) =>
        shares.Outliers > Many * Nominal.Outliers || shares.Serious > ManySerious * Nominal.Serious;

    private bool AreFew(OutlierShares shares) => shares.Outliers < Few * Nominal.Outliers;
}
