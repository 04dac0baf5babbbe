using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Model.ForecastTraining.Residual;

/// <summary>Finds how much the week says about the sensors, out of what they did before the held-back days.</summary>
internal static class BaselineChoice
{
    /// <summary>Every third day sees all weekdays within three weeks.</summary>
    private const int DaysBetween = 3;

    /// <summary>Below this gain the week is followed: that is what water networks do.</summary>
    private const double WorthwhileGain = 0.01;

    private static readonly double[] Shares = [0, 0.25, 0.5, 0.75, 1];

    /// <returns>The options with the share of all days that gave the smallest mean absolute error over the week after each
    /// origin.</returns>
    public static SeasonalBaselineOptions Choose(
        SeasonalBaselineOptions options, IReadOnlyList<ResidualSensor> sensors, IHolidays holidays, DateTime until)
    {
        var errors = Shares.Select(
            share => sensors.Sum(sensor => RelativeError(options with { AllDaysShare = share }, options, sensor, holidays, until)))
            .ToArray();
        var best = Array.IndexOf(errors, errors.Min());
        return best > 0 && errors[best] < (1 - WorthwhileGain) * errors[0] ? options with { AllDaysShare = Shares[best] } : options;
    }

    /// <summary>In units of the sensor, so that a large one does not decide alone.</summary>
    private static double RelativeError(
        SeasonalBaselineOptions candidate, SeasonalBaselineOptions reference, ResidualSensor sensor, IHolidays holidays, DateTime until)
    {
        var (error, scale) = (Error(candidate, sensor, holidays, until), Error(reference, sensor, holidays, until));
        return scale > 0 ? error / scale : 1;
    }

    private static double Error(SeasonalBaselineOptions options, ResidualSensor sensor, IHolidays holidays, DateTime until)
    {
        var baseline = new SeasonalBaseline(holidays, options);
        var (sum, count) = (0.0, 0);
        for (var origin = sensor.FirstOrigin; origin.AddHours(HoursPer.Week) <= until; origin = origin.AddDays(DaysBetween))
        {
            var forecast = baseline.Forecast(sensor.Hours, origin, HoursPer.Week).P50;
            var actual = sensor.Hours.Slice(sensor.Hours.IndexOf(origin), HoursPer.Week);
            foreach (var error in actual.Zip(forecast, (value, mean) => Math.Abs(value - mean)).Where(error => !double.IsNaN(error)))
            {
                (sum, count) = (sum + error, count + 1);
            }
        }

        return count > 0 ? sum / count : 0;
    }
}
