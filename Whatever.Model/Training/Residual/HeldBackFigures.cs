using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Model.Training.Residual;

/// <summary>How a model that had not seen the held-back days did on one sensor, beside what needs no model. Mean absolute errors in the unit of the quantity, by lead day.</summary>
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
        && ((IReadOnlyList<double>?[])[Model, Seasonal, LastDay, LastWeek, FourWeekMean, SevenDayMean]).All(list => list?.Count == LeadDays && list.All(double.IsFinite));

    internal static HeldBackFigures Of(IHourlyForecaster forecaster, MinuteSeries hours, IHolidays holidays, DateTime split)
    {
        var last = DateOnly.FromDateTime(hours.TimeAt(hours.Values.Length)).AddDays(-2);
        var result = Backtest.Run(forecaster, hours, DateOnly.FromDateTime(split).AddDays(-1), last, HourGrid.LongestHorizon, holidays);
        return new HeldBackFigures(
            Each(result, day => day.Model.MeanAbsoluteError), Each(result, day => day.Baselines.Seasonal), Each(result, day => day.Baselines.LastDay),
            Each(result, day => day.Baselines.LastWeek), Each(result, day => day.Baselines.FourWeekMean), Each(result, day => day.Baselines.SevenDayMean),
            Round(result.Overall.Model.Coverage ?? double.NaN));
    }

    private static double[] Each(BacktestResult result, Func<LeadDayFigures, double> figure) => [.. result.ByLeadDay.Select(day => Round(figure(day)))];

    /// <summary>Five digits say all there is.</summary>
    private static double Round(double value) => !double.IsFinite(value) ? throw new TrainingDataException("A lead day has no measured hour in the held-back days; there are too many gaps.")
        : value != 0 ? Math.Round(value, Math.Clamp(4 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15)) : 0;
}
