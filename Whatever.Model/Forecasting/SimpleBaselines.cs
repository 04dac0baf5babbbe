using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// Forecasts that need no model. Each takes an hourly series, an origin (start of the first hour) and 1 to 168 hours, gives that many
/// values, NaN where all that it looks at is missing, and looks at nothing at or after the origin.
/// </summary>
public static class SimpleBaselines
{
    /// <summary>The same hour of the last day before the origin.</summary>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public static double[] LastDay(MinuteSeries hours, DateTime origin, int horizonHours) =>
        MeanOfEvery(HoursPer.Day, 1, hours, origin, horizonHours);

    /// <summary>The same hour a week before the target.</summary>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public static double[] LastWeek(MinuteSeries hours, DateTime origin, int horizonHours) =>
        MeanOfEvery(HoursPer.Week, 1, hours, origin, horizonHours);

    /// <summary>The mean of the same hour of the week over the four weeks before the target.</summary>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public static double[] FourWeekMean(MinuteSeries hours, DateTime origin, int horizonHours) =>
        MeanOfEvery(HoursPer.Week, 4, hours, origin, horizonHours);

    /// <summary>The mean of the same hour over the seven days before the origin.</summary>
    /// <exception cref="ArgumentException">The series is not hourly, the origin not on the hour, or the horizon out of its
    /// range.</exception>
    public static double[] SevenDayMean(MinuteSeries hours, DateTime origin, int horizonHours) =>
        MeanOfEvery(HoursPer.Day, 7, hours, origin, horizonHours);

    /// <summary>
    /// The mean over as many earlier hours of the same phase of the period, the first of them within the last period before the origin.
    /// </summary>
    private static double[] MeanOfEvery(int period, int count, MinuteSeries hours, DateTime origin, int horizonHours)
    {
        var first = HourGrid.IndexOfOrigin(hours, origin, horizonHours);
        var means = new double[horizonHours];
        for (var hour = 0; hour < horizonHours; hour++)
        {
            var (sum, found) = (0.0, 0);
            for (var back = 1; back <= count; back++)
            {
                var i = first + (hour % period) - (back * period);
                if (i >= 0 && i < hours.Values.Length && !double.IsNaN(hours.Values[i]))
                {
                    sum += hours.Values[i];
                    found++;
                }
            }

            means[hour] = found > 0 ? sum / found : double.NaN;
        }

        return means;
    }
}
