using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.Series;
using Whatever.Model.Statistics;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>Measures on held-back days how far from the forecast the values lie.</summary>
internal static class HeldBackBand
{
    private const double Lower = 0.1;
    private const double Upper = 0.9;

    /// <param name="centers">By sensor: its hours and what forecasts them.</param>
    /// <param name="sensors">The same sensors.</param>
    /// <param name="split">Where the held-back days begin.</param>
    public static ResidualBand Measure(
        IEnumerable<(MinuteSeries Hours, IHourlyForecaster Center)> centers, IEnumerable<ResidualSensor> sensors, DateTime split)
    {
        var days = centers.Zip(sensors).SelectMany(pair => Errors(pair.First.Hours, pair.First.Center, pair.Second, split)).ToList();
        var (lower, upper) = (new double[HoursPer.Week], new double[HoursPer.Week]);
        foreach (var (from, to) in ((int, int)[])[(0, HoursPer.Day), (HoursPer.Day, HoursPer.Week)])
        {
            for (var hour = 0; hour < HoursPer.Day; hour++)
            {
                // The same hour of all later days, and its neighbours: one hour of one day alone has too few errors for a tenth of them to
                // mean much.
                var alike = Enumerable.Range(from, to - from).Where(target => Math.Abs(((target - hour + 36) % HoursPer.Day) - 12) <= 1)
                    .ToList();
                var errors = days.SelectMany(day => alike.Select(target => day[target])).Where(error => !double.IsNaN(error)).Order()
                    .ToArray();
                for (var target = from + hour; target < to; target += HoursPer.Day)
                {
                    lower[target] = errors.Length == 0 ? 0 : Math.Min(0, Robust.Quantile(errors, Lower));
                    upper[target] = errors.Length == 0 ? 0 : Math.Max(0, Robust.Quantile(errors, Upper));
                }
            }
        }

        return new ResidualBand(lower, upper);
    }

    /// <summary>For each origin shape (168), in scales; NaN where not measured.</summary>
    private static IEnumerable<double[]> Errors(MinuteSeries hours, IHourlyForecaster center, ResidualSensor sensor, DateTime split)
    {
        for (var origin = split; origin.AddDays(1) <= hours.TimeAt(hours.Values.Length); origin = origin.AddDays(1))
        {
            var (actual, _, scale) = sensor.Outcome(origin);
            if (!double.IsNaN(scale))
            {
                yield return [
                    .. actual.Zip(center.Forecast(hours, origin, HoursPer.Week).P50, (value, forecast) => (value - forecast) / scale)];
            }
        }
    }
}
