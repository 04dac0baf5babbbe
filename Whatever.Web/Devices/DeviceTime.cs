using System.Globalization;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices;

/// <summary>
/// Reads the time that a device writes: ISO 8601 or as the station's files have it, in the sensor's zone unless it carries an offset;
/// or seconds or milliseconds since 1970.
/// </summary>
internal static class DeviceTime
{
    private static readonly string[] Local =
    [
        "yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss", "yyyy-MM-dd H:mm:ss.FFFFFFF", "yyyy-MM-dd'T'H:mm", "yyyy-MM-dd'T'H:mm:ss",
        "yyyy-MM-dd'T'H:mm:ss.FFFFFFF", "yyyy/MM/dd H:mm", "yyyy/MM/dd H:mm:ss",
    ];

    private static readonly string[] WithOffset =
    [
        "yyyy-MM-dd'T'H:mmK", "yyyy-MM-dd'T'H:mm:ssK", "yyyy-MM-dd'T'H:mm:ss.FFFFFFFK", "yyyy-MM-dd H:mm:ssK", "yyyy-MM-dd H:mmK",
        "yyyy-MM-dd H:mm:ss.FFFFFFFK",
    ];

    /// <summary>From here on a number counts milliseconds: as seconds it would be the year 5138.</summary>
    private const double FirstMilliseconds = 1e11;
    private const double LastMilliseconds = 1e14;

    public static bool TryRead(string text, StationClock clock, out DateTimeOffset time)
    {
        var trimmed = text.Trim();
        if (double.TryParse(trimmed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return TryRead(number, out time);
        }

        if (DateTime.TryParseExact(trimmed, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            time = StationClock.InstantOf(clock.ToMinute(local)).AddTicks(local.Ticks % TimeSpan.TicksPerMinute);
            return true;
        }

        return DateTimeOffset.TryParseExact(trimmed, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    public static bool TryRead(double number, out DateTimeOffset time)
    {
        var isTime = number is >= 0 and < LastMilliseconds;
        time = isTime
            ? DateTimeOffset.UnixEpoch.AddMilliseconds(number < FirstMilliseconds ? number * 1000 : number)
            : default;
        return isTime;
    }
}
