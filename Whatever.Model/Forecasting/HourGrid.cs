using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>What every hourly forecast asks of its arguments.</summary>
internal static class HourGrid
{
    /// <summary>A week: the same hour a week before is known for every hour of the horizon.</summary>
    public const int LongestHorizon = 168;

    /// <summary>Index of the origin in the series; negative or past the end where the series does not reach.</summary>
    /// <exception cref="ArgumentException">The series is not hourly, one of them not on the hour, or the horizon out of its
    /// range.</exception>
    public static int IndexOfOrigin(MinuteSeries hours, DateTime origin, int horizonHours)
    {
        if (hours.Interval != HourSeries.Interval)
        {
            throw new ArgumentException(
                $"The series has a value every {hours.Interval.TotalMinutes} min, expected 60: make hours of it first.", nameof(hours));
        }

        if (horizonHours is < 1 or > LongestHorizon)
        {
            throw new ArgumentOutOfRangeException(nameof(horizonHours), horizonHours, $"Expected 1 to {LongestHorizon} hours.");
        }

        return IsOnTheHour(hours.Start) && IsOnTheHour(origin)
            ? hours.IndexOf(origin)
            : throw new ArgumentException(
                $"The series begins at {hours.Start:HH:mm}, the origin is {origin:HH:mm}, expected both on the hour.", nameof(origin));
    }

    private static bool IsOnTheHour(DateTime time) => time.Ticks % HourSeries.Interval.Ticks == 0;
}
