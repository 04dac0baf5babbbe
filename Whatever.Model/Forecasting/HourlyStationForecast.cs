using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>Makes the station's forecast of a base day out of an hourly one that begins where the day ends.</summary>
internal static class HourlyStationForecast
{
    /// <summary>Of the last day: with less of it the forecast does not know how things stand.</summary>
    private const double SureShare = 0.8;

    public static DayForecast Of(IHourlyForecaster forecaster, Quantity quantity, string version, DateOnly baseDay, MinuteSeries readings)
    {
        var hours = readings.ToHours();
        var origin = ForecastTargets.WindowEnd(baseDay, HoursPer.Day);
        var forecast = forecaster.Forecast(hours, origin, ForecastTargets.Days * HoursPer.Day);
        var lastDay = hours.Slice(hours.IndexOf(origin) - HoursPer.Day, HoursPer.Day);
        var isUnsure = lastDay.Count(value => !double.IsNaN(value)) < SureShare * HoursPer.Day;
        var values = new List<StepForecast>();
        var skipped = new SortedDictionary<int, SkippedHour>();
        for (var i = 0; i < forecast.P50.Length; i++)
        {
            var (step, hour) = ((i / HoursPer.Day) + 1, i % HoursPer.Day);
            if (double.IsFinite(forecast.P50[i]))
            {
                values.Add(
                    new StepForecast(
                        step, hour, origin.AddHours(i), forecast.P50[i],
                        isUnsure)
                    { P10 = Finite(forecast.P10?[i]), P90 = Finite(forecast.P90?[i]) });
            }
            else
            {
                skipped[hour] = new SkippedHour(hour, new Phrase("forecast.hour-unmeasured", hour));
            }
        }

        return new DayForecast(quantity, baseDay, version, values, [.. skipped.Values]);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
