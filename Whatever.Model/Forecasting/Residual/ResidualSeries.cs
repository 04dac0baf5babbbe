using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>
/// Hours of a sensor beside what the week as it was gave for each of their days when that day began, and the numbers that make sensors of
/// different size alike. What is asked for an origin depends on nothing at or after it.
/// </summary>
internal sealed class ResidualSeries
{
    /// <summary>Four weeks tell how large residuals and values are.</summary>
    private const int ScaleHours = 28 * HoursPer.Day;

    private readonly MinuteSeries hours;
    private readonly double[] expected;

    /// <param name="hours">Hourly.</param>
    /// <param name="baseline">Without a shift: what the last days were off by is what the network shall see.</param>
    /// <param name="from">Index from which on the residual is needed.</param>
    /// <param name="to">Index of the first hour for which it is not needed any more.</param>
    public ResidualSeries(MinuteSeries hours, SeasonalBaseline baseline, int from, int to)
    {
        this.hours = hours;
        expected = new double[Math.Max(0, Math.Min(to, hours.Values.Length))];
        Array.Fill(expected, double.NaN);
        var midnight = hours.IndexOf(hours.TimeAt(Math.Max(0, from)).Date);
        for (var first = midnight; first < expected.Length; first += HoursPer.Day)
        {
            var day = baseline.Forecast(hours, hours.TimeAt(first), HoursPer.Day).P50;
            for (var i = Math.Max(0, -first); i < HoursPer.Day && first + i < expected.Length; i++)
            {
                expected[first + i] = day[i];
            }
        }
    }

    /// <summary>Hours before the origin from which on a residual is needed.</summary>
    public static int HoursBack(int contextHours) => Math.Max(contextHours, ScaleHours);

    /// <summary>Value minus what was expected at the beginning of its day; NaN where one is not known.</summary>
    public double ResidualAt(int index) => index >= 0 && index < expected.Length ? hours.Values[index] - expected[index] : double.NaN;

    /// <summary>Value; NaN where not known.</summary>
    public double ValueAt(int index) => index >= 0 && index < hours.Values.Length ? hours.Values[index] : double.NaN;

    /// <summary>
    /// The standard deviation of the residuals of the four weeks before the origin as their mean absolute value gives it (of a normal
    /// distribution it is 0.8 of it); outliers count less that way. NaN where no residual is known.
    /// </summary>
    public double ResidualScale(int origin)
    {
        var (sum, count) = (0.0, 0);
        for (var i = origin - ScaleHours; i < origin; i++)
        {
            var residual = Math.Abs(ResidualAt(i));
            if (!double.IsNaN(residual))
            {
                sum += residual;
                count++;
            }
        }

        // A signal that repeats itself to the last digit has no residual to forecast, and must not make a division by zero.
        return count == 0 ? double.NaN : Math.Max(1.25 * sum / count, 1e-6 * (1 + Math.Abs(Level(origin).Mean)));
    }

    /// <summary>Mean and standard deviation of the values of the four weeks before the origin.</summary>
    public (double Mean, double Deviation) Level(int origin)
    {
        var (sum, squares, count) = (0.0, 0.0, 0);
        var shift = double.NaN;
        for (var i = origin - ScaleHours; i < origin; i++)
        {
            var value = ValueAt(i);
            if (!double.IsNaN(value))
            {
                // Deviations from the first value keep the squares of a large level from eating the digits.
                shift = double.IsNaN(shift) ? value : shift;
                sum += value - shift;
                squares += (value - shift) * (value - shift);
                count++;
            }
        }

        if (count == 0)
        {
            return (0, 1);
        }

        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
        return (shift + mean, deviation > 0 ? deviation : 1);
    }
}
