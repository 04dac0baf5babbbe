using Whatever.Model.Series;

namespace Whatever.Model.Outliers.Sequences;

/// <summary>Why a row has no judgement.</summary>
public enum SequenceNotJudgedReason
{
    /// <summary>There is a judgement.</summary>
    None = 0,

    /// <summary>Nothing was measured.</summary>
    NoValue = 1,

    /// <summary>The last <see cref="SequenceSettings.Window"/> samples hold too few values for a level.</summary>
    TooFewValues = 2,
}

/// <summary>What was found about one row of a sequence.</summary>
/// <param name="Score">0..100, how far from normal; 90 is where an event may begin. NaN without a judgement.</param>
/// <param name="Stage">Normal outside events and without a judgement; inside one at least Interest.</param>
/// <param name="Cause">What the event is about; null outside events.</param>
/// <param name="Quantity">What the cause was seen in; null outside events, and of a burst, which both show.</param>
/// <param name="Reason">Why there is no judgement, or None.</param>
public readonly record struct SequenceJudgement(
    double Score, OutlierStage Stage, AlarmCause? Cause, Quantity? Quantity, SequenceNotJudgedReason Reason)
{
    /// <summary>The row belongs to an event.</summary>
    public bool IsEvent => Stage > OutlierStage.Normal;

    /// <summary>
    /// 90 u below the threshold and 100 - 10 / u² above it, u being the distance from normal in thresholds: at the threshold both are 90,
    /// where the stages of <see cref="OutlierThresholds.Default"/> begin; Serious begins at 3.2 thresholds.
    /// </summary>
    internal static double ScoreOf(double thresholds) =>
        thresholds < 1
            ? OutlierThresholds.Default.Interest * Math.Max(thresholds, 0)
            : 100 - ((100 - OutlierThresholds.Default.Interest) / (thresholds * thresholds));
}
