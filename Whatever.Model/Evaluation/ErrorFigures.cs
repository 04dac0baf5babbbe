namespace Whatever.Model.Evaluation;

/// <summary>
/// How far forecasts were from what was measured, over the same hours. All but <see cref="Hours"/> are NaN where nothing was compared.
/// </summary>
/// <param name="Hours">Hours compared.</param>
/// <param name="MeanAbsoluteError">mean |y - f|, in the unit of the quantity.</param>
/// <param name="RootMeanSquareError">sqrt(mean (y - f)^2), in the unit of the quantity.</param>
/// <param name="MeanAbsolutePercentageError">100 * mean |(y - f) / y|, over the hours whose y is not 0.</param>
/// <param name="ZerosLeftOut">Hours whose y is 0.</param>
/// <param name="Bias">mean (f - y): above 0 where too much is forecast.</param>
/// <param name="Coverage">Share of the hours with P10 &lt;= y &lt;= P90, 0..1, aimed at 0.8; null where no forecast had a band.</param>
/// <param name="PinballLoss">
/// Mean over the quantiles q = 0.1, 0.5, 0.9 of max(q (y - f), (q - 1) (y - f)) (Koenker and Bassett 1978); null where no forecast had a
/// band.
/// </param>
public sealed record ErrorFigures(
    int Hours, double MeanAbsoluteError, double RootMeanSquareError, double MeanAbsolutePercentageError, int ZerosLeftOut, double Bias,
    double? Coverage, double? PinballLoss)
{
    /// <summary>
    /// Skill of one mean absolute error against another over the same hours: 1 - error / baseline. 1 is perfect, 0 no better, below 0
    /// worse.
    /// </summary>
    /// <returns>At most 1; NaN where the baseline is perfect or was not compared.</returns>
    public static double Skill(double error, double baseline) => baseline > 0 ? 1 - (error / baseline) : double.NaN;
}
