using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Model.Evaluation;

/// <summary>
/// Forecasts base day after base day as it would have been done then, and compares with what came. Lead day i of base day D is the day D +
/// i.
/// </summary>
public static class Backtest
{
    /// <summary>
    /// A model of the seed's form: step i of hour h comes from the window that ends where hour h of the base day begins (where the base day
    /// ends for a model that looks once), and its baselines may use what lies before the end of that window, no more.
    /// </summary>
    /// <param name="model">The model to judge.</param>
    /// <param name="series">Wall-clock series that also holds the context before the first day and the six days after the last.</param>
    /// <param name="from">First base day.</param>
    /// <param name="to">Last base day.</param>
    /// <param name="holidays">For the seasonal baseline; none where null.</param>
    /// <param name="cancellation">Looked at between days.</param>
    /// <returns>Six lead days.</returns>
    /// <exception cref="UnusableModelException">The model is one that the station cannot forecast with.</exception>
    /// <exception cref="ArgumentException">The series has another sampling interval than the model.</exception>
    public static BacktestResult Run(
        ForecastModel model, MinuteSeries series, DateOnly from, DateOnly to, IHolidays? holidays = null,
        CancellationToken cancellation = default)
    {
        var hours = series.ToHours();
        var baselines = new BaselineForecasts(hours, holidays ?? HolidayCalendars.Empty);
        var tally = new BacktestTally(ForecastTargets.Days);
        var looksOnce = model.OutputSteps == ForecastTargets.Days * HoursPer.Day;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            cancellation.ThrowIfCancellationRequested();
            var forecast = DayForecaster.Forecast(
                model, day, series.Before(ForecastTargets.WindowEnd(day, HoursPer.Day)), holidays);
            var values = forecast.Values.ToLookup(value => value.Hour);
            for (var hour = 0; hour < HoursPer.Day; hour++)
            {
                var end = ForecastTargets.WindowEnd(day, looksOnce ? HoursPer.Day : hour);
                var steps = values[hour].ToDictionary(value => value.Step, value => value.Value);
                var others = baselines.From(end, (ForecastTargets.Days * HoursPer.Day) + 1);
                for (var step = 1; step <= ForecastTargets.Days; step++)
                {
                    var target = ForecastTargets.TargetHour(day, step, hour);
                    var p50 = steps.GetValueOrDefault(step, double.NaN);
                    Add(tally, step, hours, target, (p50, double.NaN, double.NaN), others, (int)(target - end).TotalHours);
                }
            }
        }

        return tally.ToResult();
    }

    /// <summary>A forecaster that looks once a day, at the midnight that ends the base day.</summary>
    /// <param name="forecaster">Is handed the hours before that midnight and no others.</param>
    /// <param name="hours">Hours on a wall clock that also hold the context before the first day and the horizon after the last.</param>
    /// <param name="from">First base day.</param>
    /// <param name="to">Last base day.</param>
    /// <param name="horizonHours">24 to 168, whole days.</param>
    /// <param name="holidays">For the seasonal baseline; none where null.</param>
    /// <param name="cancellation">Looked at between days.</param>
    /// <returns>As many lead days as the horizon has.</returns>
    /// <exception cref="ArgumentException">The series is not hourly, does not begin on the hour, or the horizon is out of its
    /// range.</exception>
    public static BacktestResult Run(
        IHourlyForecaster forecaster, MinuteSeries hours, DateOnly from, DateOnly to,
        int horizonHours = ForecastTargets.Days * HoursPer.Day, IHolidays? holidays = null,
        CancellationToken cancellation = default)
    {
        if (horizonHours is < HoursPer.Day or > HourGrid.LongestHorizon || horizonHours % HoursPer.Day != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(horizonHours), horizonHours, $"Expected {HoursPer.Day} to {HourGrid.LongestHorizon} hours, whole days.");
        }

        var baselines = new BaselineForecasts(hours, holidays ?? HolidayCalendars.Empty);
        var tally = new BacktestTally(horizonHours / HoursPer.Day);
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            cancellation.ThrowIfCancellationRequested();
            var origin = ForecastTargets.WindowEnd(day, HoursPer.Day);
            var others = baselines.From(origin, horizonHours);
            var forecast = forecaster.Forecast(hours.Before(origin), origin, horizonHours);
            if (forecast.P50.Length != horizonHours)
            {
                throw new InvalidOperationException(
                    $"{forecaster.GetType().Name} gave {forecast.P50.Length} hours, expected {horizonHours}.");
            }

            for (var i = 0; i < horizonHours; i++)
            {
                Add(
                    tally, (i / HoursPer.Day) + 1, hours, origin.AddHours(i),
                    (forecast.P50[i], forecast.P10?[i] ?? double.NaN, forecast.P90?[i] ?? double.NaN), others, i);
            }
        }

        return tally.ToResult();
    }

    private static void Add(
        BacktestTally tally, int leadDay, MinuteSeries hours, DateTime target, (double P50, double P10, double P90) forecast,
        double[][] baselines, int ahead)
    {
        Span<double> others = stackalloc double[BaselineForecasts.Count];
        for (var k = 0; k < others.Length; k++)
        {
            others[k] = baselines[k][ahead];
        }

        tally.Add(leadDay, hours.HourMean(target), forecast, others);
    }
}
