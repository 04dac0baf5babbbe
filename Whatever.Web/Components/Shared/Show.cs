using System.Globalization;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Shared;

/// <summary>How numbers and times are written on pages: times on the sensor's clock, numbers in the language of the page.</summary>
public static class Show
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm";

    public static string Time(Sensor? sensor, DateTimeOffset? instant) => instant is { } known
        ? (sensor is null ? known.UtcDateTime : sensor.Clock.ToLocal(known)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "–";

    public static string Minute(Sensor? sensor, int? minute) => minute is { } known
        ? (sensor is null ? StationClock.InstantOf(known).UtcDateTime : sensor.Clock.ToLocal(known))
            .ToString(TimeFormat, CultureInfo.InvariantCulture)
        : "–";

    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";

    public static string Number(double? value) => value is { } known && double.IsFinite(known)
        ? known.ToString(Math.Abs(known) >= 1000 ? "N0" : Math.Abs(known) >= 100 ? "N1" : "N2", CultureInfo.CurrentCulture)
        : "–";

    public static string Percent(double? share) => share is { } known ? known.ToString("+0 %;−0 %;0 %", CultureInfo.CurrentCulture) : "–";

    public static string Duration(TimeSpan? span) => span switch
    {
        null => "–",
        { TotalSeconds: < 1 } short_ => $"{short_.TotalMilliseconds:0} ms",
        { TotalMinutes: < 1 } seconds => $"{seconds.TotalSeconds:0.0} s",
        { } longer => longer.ToString(longer.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture),
    };
}
