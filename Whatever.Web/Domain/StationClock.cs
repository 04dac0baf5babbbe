using System.Collections.Concurrent;
using System.Globalization;

namespace Whatever.Web.Domain;

/// <summary>Turns the sensor's wall clock into UTC minutes and back. Minutes are counted from 1970-01-01T00:00Z.</summary>
public sealed class StationClock
{
    private static readonly ConcurrentDictionary<string, StationClock> Clocks = new(StringComparer.Ordinal);

    private StationClock(TimeZoneInfo zone) => Zone = zone;

    public TimeZoneInfo Zone { get; }

    /// <exception cref="TimeZoneNotFoundException">The zone is not an IANA name that this machine knows.</exception>
    public static StationClock For(string timeZone) =>
        Clocks.GetOrAdd(timeZone, static id => new StationClock(TimeZoneInfo.FindSystemTimeZoneById(id)));

    public static bool Exists(string? timeZone) =>
        !string.IsNullOrWhiteSpace(timeZone) && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _);

    public static int MinuteOf(DateTimeOffset instant) => (int)Math.Floor((instant - DateTimeOffset.UnixEpoch).TotalMinutes);

    /// <summary>
    /// The last minute that a reading may have: a day ahead of now, because clocks differ. One reading of the year 2099 would otherwise
    /// make every other one look old.
    /// </summary>
    public static int LatestReading(DateTimeOffset now) => MinuteOf(now.AddDays(1));

    public static DateTimeOffset InstantOf(int minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    /// <summary>
    /// The UTC minute of a wall-clock time. In the hour that occurs twice in autumn the first one is meant;
    /// a time skipped in spring is read with the offset that was valid before it.
    /// </summary>
    public int ToMinute(DateTime local)
    {
        var utc = DateTime.SpecifyKind(local, DateTimeKind.Unspecified) - OffsetOf(local);
        return (int)Math.Floor((utc - DateTime.UnixEpoch).TotalMinutes);
    }

    /// <summary>Hours begin on the wall clock, which may stand half an hour beside UTC.</summary>
    public int StartOfHour(int minute) => minute - ToLocal(minute).Minute;

    public DateTime ToLocal(int minute) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(InstantOf(minute), Zone).DateTime, DateTimeKind.Unspecified);

    public DateTime ToLocal(DateTimeOffset instant) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, Zone).DateTime, DateTimeKind.Unspecified);

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(instant));

    public int StartOfDay(DateOnly day) => ToMinute(day.ToDateTime(TimeOnly.MinValue));

    public bool IsSkipped(DateTime local) => Zone.IsInvalidTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));

    private TimeSpan OffsetOf(DateTime local)
    {
        var time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (Zone.IsAmbiguousTime(time))
        {
            return Zone.GetAmbiguousTimeOffsets(time).Max();
        }

        return Zone.IsInvalidTime(time) ? Zone.GetUtcOffset(time.AddHours(-3)) : Zone.GetUtcOffset(time);
    }
}

/// <summary>How times are written in files and messages: as the original document does, hour without a leading zero.</summary>
public static class WireTime
{
    public const string Format = "yyyy-MM-dd H:mm";
    private const int FirstYear = 1970;
    private const int LastYear = 2099;

    public static string Write(DateTime local) => local.ToString(Format, CultureInfo.InvariantCulture);

    public static string WriteDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Years outside 1970..2099 are taken for typing errors, as in files.</summary>
    public static bool TryReadDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            && day.Year is >= FirstYear and <= LastYear;
}
