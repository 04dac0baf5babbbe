using Whatever.Model.Outliers.Criteria;

namespace Whatever.Model.Outliers;

/// <summary>What was found about one value.</summary>
/// <param name="Percentile">0..100.</param>
/// <param name="Stage">The stage that the percentile falls into.</param>
public readonly record struct ValueJudgement(double Percentile, OutlierStage Stage);

/// <summary>Judges one value against its history.</summary>
public static class ValueJudge
{
    /// <summary>The percentile of a value and its stage.</summary>
    /// <param name="value">Measured, unit of the quantity.</param>
    /// <param name="criteria">What is normal for its minute.</param>
    /// <param name="tail">Which end is unusual.</param>
    /// <param name="thresholds">Where the stages begin.</param>
    /// <param name="scale">What the percentile is taken from; left out, the normal distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public static ValueJudgement Judge(
        double value, NormalCriteria criteria, Tail tail, OutlierThresholds thresholds, DeviationScale? scale = null)
    {
        var percentile = criteria.Percentile(value, tail, scale);
        return new ValueJudgement(percentile, thresholds.StageOf(percentile));
    }
}
