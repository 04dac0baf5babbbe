using System.Globalization;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices;

/// <summary>
/// Reads the time that a device writes: ISO 8601, as the station's files have it or as digits alone, in the sensor's zone unless it carries
/// an offset; or seconds to nanoseconds since 1970, which are told apart by their size.
/// </summary>
internal static class DeviceTime
{
    private const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] Local =
    [
        "yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss", "yyyy-MM-dd H:mm:ss.FFFFFFF", "yyyy-MM-dd'T'H:mm", "yyyy-MM-dd'T'H:mm:ss",
        "yyyy-MM-dd'T'H:mm:ss.FFFFFFF", "yyyy/MM/dd H:mm", "yyyy/MM/dd H:mm:ss",
    ];

    /// <summary>As numbers since 1970 they would lie before 2000 or after 2600.</summary>
    private static readonly string[] Digits = ["yyyyMMddHHmm", "yyyyMMddHHmmss"];

    private static readonly string[] WithOffset =
    [
        "yyyy-MM-dd'T'H:mmK", "yyyy-MM-dd'T'H:mm:ssK", "yyyy-MM-dd'T'H:mm:ss.FFFFFFFK", "yyyy-MM-dd H:mm:ssK", "yyyy-MM-dd H:mmK",
        "yyyy-MM-dd H:mm:ss.FFFFFFFK",
    ];

    /// <summary>From here on a number counts milliseconds: as seconds it would be the year 5138. Likewise with a thousandfold further on.
    /// </summary>
    private const double FirstMilliseconds = 1e11;
    private const double FirstMicroseconds = 1e14;
    private const double FirstNanoseconds = 1e17;
    private const double LastNanoseconds = 1e20;

    /// <summary>A clock may be a little ahead.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(5);

    /// <param name="text">As it was written.</param>
    /// <param name="clock">Of the sensor.</param>
    /// <param name="arrived">Where a wall-clock time stands twice, the one is meant that has just been.</param>
    /// <param name="time">When it was so.</param>
    public static bool TryRead(string text, StationClock clock, DateTimeOffset arrived, out DateTimeOffset time)
    {
        var trimmed = text.Trim();
        var formats = trimmed.Length is 12 or 14 && trimmed.StartsWith("20", StringComparison.Ordinal) ? Digits : Local;
        if (DateTime.TryParseExact(trimmed, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            time = InstantOf(local, clock, arrived);
            return true;
        }

        return double.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out var number)
            ? TryReadNumber(number, out time)
            : DateTimeOffset.TryParseExact(trimmed, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    private static DateTimeOffset InstantOf(DateTime local, StationClock clock, DateTimeOffset arrived)
    {
        var minutes = clock.MinutesOf(local);
        var (first, last) = (StationClock.InstantOf(minutes.First), StationClock.InstantOf(minutes.Last));
        var isLast = minutes.Count == 2 && last <= arrived + Lead;
        return (isLast ? last : first).AddTicks(local.Ticks % TimeSpan.TicksPerMinute);
    }

    private static bool TryReadNumber(double number, out DateTimeOffset time)
    {
        var isTime = number is >= 0 and < LastNanoseconds;
        var perMillisecond = number < FirstMilliseconds ? 1e-3 : number < FirstMicroseconds ? 1 : number < FirstNanoseconds ? 1e3 : 1e6;

        // A double has no more digits of nanoseconds than this.
        time = isTime ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(number / perMillisecond, 3)) : default;
        return isTime;
    }
}
