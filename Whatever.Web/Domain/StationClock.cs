using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;

namespace Whatever.Web.Domain;

/// <summary>
/// Turns the sensor's wall clock into UTC minutes and back. Minutes are counted from 1970-01-01T00:00Z. Zones are those of the tz database
/// that comes with the program, so that a box whose system is old reads and shows the same times.
/// </summary>
public sealed class StationClock
{
    private static readonly ConcurrentDictionary<string, StationClock> Clocks = new(StringComparer.Ordinal);
    private const int QuarterMinutes = 91 * 1440;
    private readonly DateTimeZone zone;

    private StationClock(DateTimeZone zone, TimeZoneInfo system) => (this.zone, Zone) = (zone, system);

    /// <summary>The same zone as the system knows it, for libraries that ask for that.</summary>
    public TimeZoneInfo Zone { get; }

    /// <exception cref="TimeZoneNotFoundException">The zone is not an IANA name that is known.</exception>
    public static StationClock For(string timeZone) => Clocks.GetOrAdd(timeZone, static id => new StationClock(
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? throw new TimeZoneNotFoundException($"There is no time zone '{id}'."),
        TimeZoneInfo.FindSystemTimeZoneById(id)));

    public static bool Exists(string? timeZone) => !string.IsNullOrWhiteSpace(timeZone)
        && DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _);

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
    public int ToMinute(DateTime local) => MinuteOf(local, zone.MapLocal(LocalDateTime.FromDateTime(local)).EarlyInterval.WallOffset);

    /// <summary>What a wall-clock time can mean: no minute where the clock skips it, two where it stands twice.</summary>
    public LocalMinutes MinutesOf(DateTime local)
    {
        var mapping = zone.MapLocal(LocalDateTime.FromDateTime(local));
        return new LocalMinutes(
            mapping.Count, MinuteOf(local, mapping.EarlyInterval.WallOffset), MinuteOf(local, mapping.LateInterval.WallOffset));
    }

    /// <summary>Where the clock is changed in a span of minutes.</summary>
    public IEnumerable<ClockShift> ShiftsBetween(int fromMinute, int toMinute)
    {
        var to = Instant.FromUnixTimeSeconds(toMinute * 60L);
        for (var interval = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(fromMinute * 60L));
            interval.HasEnd && interval.End <= to;)
        {
            var next = zone.GetZoneInterval(interval.End);
            var minutes = (next.WallOffset.Seconds - interval.WallOffset.Seconds) / 60;
            if (minutes != 0)
            {
                yield return new ClockShift((int)(interval.End.ToUnixTimeSeconds() / 60), minutes);
            }

            interval = next;
        }
    }

    /// <summary>Hours begin on the wall clock, which may stand half an hour beside UTC.</summary>
    public int StartOfHour(int minute) => minute - ToLocal(minute).Minute;

    public DateTime ToLocal(int minute) => Instant.FromUnixTimeSeconds(minute * 60L).InZone(zone).ToDateTimeUnspecified();

    public DateTime ToLocal(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeUnspecified();

    /// <summary>From UTC to the wall clock, minutes.</summary>
    public int OffsetAt(int minute) => zone.GetUtcOffset(Instant.FromUnixTimeSeconds(minute * 60L)).Seconds / 60;

    /// <summary>
    /// The offset without summer time around a minute: that of a logger whose clock stays on winter time. The smaller one of the year, for
    /// some countries have a law by which winter is the exception.
    /// </summary>
    public int StandardOffsetAt(int minute) =>
        Enumerable.Range(-2, 5).Min(quarter => OffsetAt(minute + (quarter * QuarterMinutes)));

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(instant));

    public int StartOfDay(DateOnly day) => ToMinute(day.ToDateTime(TimeOnly.MinValue));

    public bool IsSkipped(DateTime local) => zone.MapLocal(LocalDateTime.FromDateTime(local)).Count == 0;

    private static int MinuteOf(DateTime local, Offset offset) =>
        (int)Math.Floor((local - DateTime.UnixEpoch).TotalMinutes - (offset.Seconds / 60.0));
}

/// <summary>The UTC minutes that a wall-clock time can mean.</summary>
/// <param name="Count">0 where the clock skips it, 2 where it stands twice, else 1.</param>
/// <param name="First">Where it stands twice, the first one; where it is skipped, by the offset before it.</param>
/// <param name="Last">Where it stands twice, the second one.</param>
public readonly record struct LocalMinutes(int Count, int First, int Last);

/// <summary>A change of the clock.</summary>
/// <param name="Minute">The first minute with the new offset.</param>
/// <param name="Minutes">How far the clock was put forward; negative where it was put back.</param>
public readonly record struct ClockShift(int Minute, int Minutes);

/// <summary>How times are written in files and messages: as the original document does, hour without a leading zero.</summary>
public static class WireTime
{
    public const string Format = "yyyy-MM-dd H:mm";
    private const int FirstYear = 1970;
    private const int LastYear = 2099;

    public static string Write(DateTime local) => local.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>+09:00</summary>
    public static string WriteOffset(int minutes) => string.Create(
        CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");

    public static string WriteDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Years outside 1970..2099 are taken for typing errors, as in files.</summary>
    public static bool TryReadDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            && day.Year is >= FirstYear and <= LastYear;
}
