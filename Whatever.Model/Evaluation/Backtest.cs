using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;

namespace Whatever.Model.Evaluation;

/// <summary>How a model did against two things that need no model.</summary>
/// <param name="MeanAbsoluteError">Over all lead days, in the unit of the quantity; NaN where nothing could be compared.</param>
/// <param name="ByLeadDay">Six rows.</param>
public sealed record BacktestResult(double MeanAbsoluteError, IReadOnlyList<LeadDayError> ByLeadDay);

/// <summary>Mean absolute errors of one lead day over the same hours.</summary>
/// <param name="LeadDay">1..6.</param>
/// <param name="Hours">Target hours compared.</param>
/// <param name="Model">Of the model.</param>
/// <param name="LastWeek">Of the same hour a week before the target.</param>
/// <param name="SevenDayMean">Of the mean of the same hour over the seven days before the base day.</param>
public sealed record LeadDayError(int LeadDay, int Hours, double Model, double LastWeek, double SevenDayMean);

/// <summary>Forecasts day after day as it would have been done then, and compares with what came.</summary>
public static class Backtest
{
    /// <param name="model">The model to judge.</param>
    /// <param name="series">Wall-clock series that also holds the context before the first day and the six days after the last.</param>
    /// <param name="from">First base day.</param>
    /// <param name="to">Last base day.</param>
    public static BacktestResult Run(ForecastModel model, MinuteSeries series, DateOnly from, DateOnly to)
    {
        var errors = Enumerable.Range(0, ForecastTargets.Days).Select(_ => new List<(double Model, double LastWeek, double Mean)>()).ToList();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            // What comes after the base day is cut off, so that it cannot be looked at by mistake.
            var known = series with { Values = series.Values[..Math.Clamp(series.IndexOf(ForecastTargets.WindowEnd(day, ForecastTargets.Hours)), 0, series.Values.Length)] };
            foreach (var value in DayForecaster.Forecast(model, day, known).Values)
            {
                var actual = series.HourMean(value.TargetHour);
                var (lastWeek, mean) = (series.HourMean(value.TargetHour.AddDays(-7)), SevenDayMean(series, value.TargetHour.AddDays(-value.Step)));
                if (!double.IsNaN(actual + lastWeek + mean))
                {
                    errors[value.Step - 1].Add((Math.Abs(value.Value - actual), Math.Abs(lastWeek - actual), Math.Abs(mean - actual)));
                }
            }
        }

        var rows = errors.Select((list, index) => new LeadDayError(
            index + 1, list.Count, Average(list.Select(error => error.Model)), Average(list.Select(error => error.LastWeek)), Average(list.Select(error => error.Mean))));
        return new BacktestResult(Average(errors.SelectMany(list => list).Select(error => error.Model)), [.. rows]);
    }

    private static double SevenDayMean(MinuteSeries series, DateTime hourOfBaseDay) =>
        Average(Enumerable.Range(1, 7).Select(back => series.HourMean(hourOfBaseDay.AddDays(-back))).Where(mean => !double.IsNaN(mean)));

    private static double Average(IEnumerable<double> values)
    {
        var list = values.ToList();
        return list.Count == 0 ? double.NaN : list.Average();
    }
}
