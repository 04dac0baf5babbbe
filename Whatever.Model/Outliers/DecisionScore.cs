namespace Whatever.Model.Outliers;

/// <summary>Puts a decision value, such as a number of deviations, on the scale of 0..100 that all judgements share.</summary>
public static class DecisionScore
{
    /// <summary>Linear up to the limit, where the stage Alert begins; beyond it the rest of the scale is used up exponentially.</summary>
    /// <param name="value">0 or more; NaN gives NaN.</param>
    /// <param name="limit">The value at which something is decided to be wrong; above 0.</param>
    /// <param name="thresholds">Where the stages begin.</param>
    public static double Of(double value, double limit, OutlierThresholds thresholds) => value < limit
        ? thresholds.Alert * Math.Max(0, value) / limit
        : thresholds.Alert + ((100 - thresholds.Alert) * (1 - Math.Exp(-(value - limit) / limit)));
}
