using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Forecasting;

/// <summary>Minutes around 1 July 2024, a Monday and the base day of the worked example.</summary>
internal static class TestSeries
{
    public static readonly DateOnly BaseDay = new(2024, 7, 1);

    /// <summary>
    /// Eight days up to the end of the base day: a daily wave that grows over the week, with seeded noise; never negative.
    /// </summary>
    public static MinuteSeries Wave(int daysBefore = 8, int daysAfter = 0, int intervalMinutes = 1)
    {
        var random = new Random(1);
        var start = BaseDay.AddDays(-daysBefore).ToDateTime(TimeOnly.MinValue);
        var values = Enumerable.Range(0, (daysBefore + 1 + daysAfter) * 1440 / intervalMinutes)
            .Select(
                i =>
                    200 + (
                        60 * Math.Sin(
                            2 * Math.PI * i * intervalMinutes / 1440)) + (i * intervalMinutes / 300.0) + (20 * random.NextDouble()));
        return new MinuteSeries(start, TimeSpan.FromMinutes(intervalMinutes), [.. values]);
    }

    /// <summary>The same series with what <paramref name="change"/> makes of the values from a time on, for so many minutes.</summary>
    public static MinuteSeries With(this MinuteSeries series, DateTime from, int count, Func<double, double> change)
    {
        var values = series.Values.ToArray();
        var first = series.IndexOf(from);
        for (var i = Math.Max(0, first); i < Math.Min(values.Length, first + count); i++)
        {
            values[i] = change(values[i]);
        }

        return series with { Values = values };
    }

    public static MinuteSeries Map(this MinuteSeries series, Func<double, int, double> change) =>
        series with { Values = [.. series.Values.Select(change)] };

    public static MinuteSeries Without(this MinuteSeries series, DateTime from, int count) => series.With(from, count, _ => double.NaN);

    public static MinuteSeries From(this MinuteSeries series, DateTime start) =>
        series with { Start = start, Values = series.Values[series.IndexOf(start)..] };

    public static double[] OfHour(this DayForecast forecast, int hour) =>
        [.. forecast.Values.Where(value => value.Hour == hour).OrderBy(value => value.Step).Select(value => value.Value)];

    public static DateTime At(int month, int day, int hour, int minute = 0) => new(2024, month, day, hour, minute, 0);
}
