using Whatever.Model.Series;

namespace Whatever.Tests.Model.Forecasting;

/// <summary>Hours from Monday 3 June 2024 on.</summary>
internal static class TestHours
{
    public static readonly DateTime Monday = new(2024, 6, 3);

    public static MinuteSeries Of(int weeks, Func<DateTime, double> value) => Of(Monday, weeks * 168, value);

    public static MinuteSeries Of(DateTime start, int hours, Func<DateTime, double> value) =>
        new(start, TimeSpan.FromHours(1), [.. Enumerable.Range(0, hours).Select(hour => value(start.AddHours(hour)))]);

    /// <summary>A daily and a weekly wave with seeded noise; never negative.</summary>
    public static MinuteSeries Noisy(int weeks, int seed = 1, double missing = 0)
    {
        var random = new Random(seed);
        return Of(weeks, time =>
        {
            var value = 50 + (20 * Math.Sin(2 * Math.PI * time.Hour / 24)) + (5 * (int)time.DayOfWeek) + (10 * random.NextDouble());
            return random.NextDouble() < missing ? double.NaN : value;
        });
    }

    /// <summary>The week of the Monday: 0 for the first.</summary>
    public static int WeekOf(DateTime time) => (time - Monday).Days / 7;
}
