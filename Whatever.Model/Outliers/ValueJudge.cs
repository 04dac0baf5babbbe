namespace Whatever.Model.Outliers;

/// <summary>What was found about one value.</summary>
/// <param name="Percentile">0..100.</param>
/// <param name="Stage">The stage that the percentile falls into.</param>
public readonly record struct ValueJudgement(double Percentile, OutlierStage Stage);

/// <summary>Judges one value against its history.</summary>
public static class ValueJudge
{
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public static ValueJudgement Judge(double value, NormalCriteria criteria, Tail tail, OutlierThresholds thresholds)
    {
        var percentile = criteria.Percentile(value, tail);
        return new ValueJudgement(percentile, thresholds.StageOf(percentile));
    }
}
