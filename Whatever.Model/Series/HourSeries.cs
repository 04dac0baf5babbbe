namespace Whatever.Model.Series;

/// <summary>Hours out of a finer series.</summary>
public static class HourSeries
{
    /// <summary>One hour.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The means of whole hours of the wall clock, NaN where fewer than half of an hour's values were measured. An hourly series keeps its
    /// values; all of them are moved to where their hour begins.
    /// </summary>
    /// <param name="series">Values every 1, 5, 10, 15 or 60 minutes; shape (n).</param>
    /// <returns>Shape (m), beginning with the hour that holds the first value; empty for an empty series.</returns>
    /// <exception cref="ArgumentException">The sampling interval does not divide an hour.</exception>
    public static MinuteSeries ToHours(this MinuteSeries series)
    {
        if (series.Interval <= TimeSpan.Zero || Interval.Ticks % series.Interval.Ticks != 0)
        {
            throw new ArgumentException(
                $"The series has a value every {series.Interval.TotalMinutes} min, expected 1, 5, 10, 15 or 60.", nameof(series));
        }

        var start = series.Start.AddTicks(-(series.Start.Ticks % Interval.Ticks));
        var perHour = (int)(Interval / series.Interval);
        var offset = (int)((series.Start - start) / series.Interval);
        var hours = new double[(offset + series.Values.Length + perHour - 1) / perHour];
        for (var hour = 0; hour < hours.Length; hour++)
        {
            hours[hour] = Mean(series.Values, (hour * perHour) - offset, perHour);
        }

        return new MinuteSeries(start, Interval, hours);
    }

    private static double Mean(double[] values, int from, int perHour)
    {
        var (sum, count) = (0.0, 0);
        for (var i = Math.Max(0, from); i < Math.Min(values.Length, from + perHour); i++)
        {
            if (!double.IsNaN(values[i]))
            {
                sum += values[i];
                count++;
            }
        }

        return count * 2 >= perHour ? sum / count : double.NaN;
    }
}
