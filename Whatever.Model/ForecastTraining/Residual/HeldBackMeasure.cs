using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>Measures <see cref="HeldBackFigures"/>.</summary>
internal static class HeldBackMeasure
{
    public static HeldBackFigures Of(IHourlyForecaster forecaster, MinuteSeries hours, IHolidays holidays, DateTime split)
    {
        var last = DateOnly.FromDateTime(hours.TimeAt(hours.Values.Length)).AddDays(-2);
        var result = Backtest.Run(forecaster, hours, DateOnly.FromDateTime(split).AddDays(-1), last, HourGrid.LongestHorizon, holidays);
        return new HeldBackFigures(
            Each(result, day => day.Model.MeanAbsoluteError), Each(result, day => day.Baselines.Seasonal),
            Each(result, day => day.Baselines.LastDay),
            Each(result, day => day.Baselines.LastWeek), Each(result, day => day.Baselines.FourWeekMean),
            Each(result, day => day.Baselines.SevenDayMean),
            Round(result.Overall.Model.Coverage ?? double.NaN));
    }

    private static double[] Each(BacktestResult result, Func<LeadDayFigures, double> figure) =>
        [.. result.ByLeadDay.Select(day => Round(figure(day)))];

    /// <summary>Five digits say all there is.</summary>
    private static double Round(double value) =>
        !double.IsFinite(value) ? throw new TrainingDataException(
            new Problem("training.lead-day-unmeasured"))
        : value != 0 ? Math.Round(value, Math.Clamp(4 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15)) : 0;
}
