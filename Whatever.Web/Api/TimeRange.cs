using System.Text;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Api;

/// <summary>A span given as text: a day, a local time or ISO 8601 with an offset. A bare day as the end means its last minute.</summary>
public static class TimeRange
{
    /// <returns>What is wrong; null where <paramref name="range"/> is set.</returns>
    public static Problem? TryRead(string? from, string? to, StationClock clock, out MinuteSpan range)
    {
        range = default;
        var (first, last) = (int.MinValue, int.MaxValue);
        if (from is not null && !TryReadOne(from, clock, endOfDay: false, out first))
        {
            return new Problem("value.unexpected", "from", from, new Phrase("expected.day-or-time", TimeParser.Expected)).At("from");
        }

        if (to is not null && !TryReadOne(to, clock, endOfDay: true, out last))
        {
            return new Problem("value.unexpected", "to", to, new Phrase("expected.day-or-time", TimeParser.Expected)).At("to");
        }

        range = new MinuteSpan(first, last);
        return first > last ? new Problem("time.order", from, to) : null;
    }

    /// <summary>One instant: a local time or ISO 8601 with an offset, to the second; no day, whose begin or end may be meant.</summary>
    public static bool TryReadInstant(string text, StationClock clock, out DateTimeOffset instant)
    {
        instant = default;
        if (WireTime.TryReadDay(text, out _) || !TimeParser.TryParseWithSeconds(Encoding.UTF8.GetBytes(text), out var time, out var offset))
        {
            return false;
        }

        instant = offset is { } minutes
            ? new DateTimeOffset(time, TimeSpan.FromMinutes(minutes)).ToUniversalTime()
            : StationClock.InstantOf(clock.ToMinute(time)).AddTicks(time.Ticks % TimeSpan.TicksPerMinute);
        return true;
    }

    private static bool TryReadOne(string text, StationClock clock, bool endOfDay, out int minute)
    {
        if (WireTime.TryReadDay(text, out var day))
        {
            minute = endOfDay ? clock.StartOfDay(day.AddDays(1)) - 1 : clock.StartOfDay(day);
            return true;
        }

        var good = TimeParser.TryParse(Encoding.UTF8.GetBytes(text), out var time, out var offset);
        minute = !good
            ? 0
            : offset is { } minutes ? StationClock.MinuteOf(new DateTimeOffset(time, TimeSpan.FromMinutes(minutes)))
            : clock.ToMinute(time);
        return good;
    }
}
