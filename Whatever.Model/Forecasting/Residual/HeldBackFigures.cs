namespace Whatever.Model.Forecasting.Residual;

/// <summary>
/// How a model that had not seen the held-back days did on one sensor, beside what needs no model. Mean absolute errors in the unit of the
/// quantity, by lead day.
/// </summary>
/// <param name="Model">Shape (7).</param>
/// <param name="Seasonal">Shape (7): the seasonal baseline.</param>
/// <param name="LastDay">Shape (7).</param>
/// <param name="LastWeek">Shape (7).</param>
/// <param name="FourWeekMean">Shape (7).</param>
/// <param name="SevenDayMean">Shape (7).</param>
/// <param name="Coverage">Of the band of 80 %, 0..1; the band was made of the same days.</param>
public sealed record HeldBackFigures(
    IReadOnlyList<double> Model, IReadOnlyList<double> Seasonal, IReadOnlyList<double> LastDay, IReadOnlyList<double> LastWeek,
    IReadOnlyList<double> FourWeekMean, IReadOnlyList<double> SevenDayMean, double Coverage)
{
    /// <summary>Lead days of each list.</summary>
    internal const int LeadDays = 7;

    /// <summary>Whether every figure is there.</summary>
    internal bool AreComplete => double.IsFinite(Coverage)
        && ((IReadOnlyList<double>?[])[Model, Seasonal, LastDay, LastWeek, FourWeekMean, SevenDayMean])
            .All(list => list?.Count == LeadDays && list.All(double.IsFinite));
}
