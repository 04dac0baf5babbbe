using System.Text;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Api;

/// <summary>A span given as text: a day, a local time or ISO 8601 with an offset. A bare day as the end means its last minute.</summary>
public static class TimeRange
{
    /// <returns>All that is wrong, to which a caller may add; empty where <paramref name="range"/> is set.</returns>
    public static List<Problem> TryRead(string? from, string? to, StationClock clock, out MinuteSpan range)
    {
        var problems = new List<Problem>();
        var first = Read("from", from, clock, endOfDay: false, problems) ?? int.MinValue;
        var last = Read("to", to, clock, endOfDay: true, problems) ?? int.MaxValue;
        if (problems.Count == 0 && first > last)
        {
            problems.Add(new Problem("time.order", from, to).At("from"));
        }

        range = problems.Count == 0 ? new MinuteSpan(first, last) : default;
        return problems;
    }

    /// <summary>One instant: a local time or ISO 8601 with an offset, to the second; no day, whose begin or end may be meant.</summary>
    public static bool TryReadInstant(string text, StationClock clock, out DateTimeOffset instant)
    {
        instant = default;
        if (WireTime.TryReadDay(text, out _)
            || !TimeParser.TryParseWithSeconds(Encoding.UTF8.GetBytes(text), null, out var time, out var offset))
        {
            return false;
        }

        instant = offset is { } minutes
            ? new DateTimeOffset(time, TimeSpan.FromMinutes(minutes)).ToUniversalTime()
            : StationClock.InstantOf(clock.ToMinute(time)).AddTicks(time.Ticks % TimeSpan.TicksPerMinute);
        return true;
    }

    private static int? Read(string name, string? text, StationClock clock, bool endOfDay, List<Problem> problems)
    {
        if (text is not null && TryReadOne(text, clock, endOfDay, out var minute))
        {
            return minute;
        }

        if (text is not null)
        {
            problems.Add(new Problem("value.unexpected", name, text, new Phrase("expected.day-or-time", TimeParser.Expected)).At(name));
        }

        return null;
    }

    private static bool TryReadOne(string text, StationClock clock, bool endOfDay, out int minute)
    {
        if (WireTime.TryReadDay(text, out var day))
        {
            minute = endOfDay ? clock.StartOfDay(day.AddDays(1)) - 1 : clock.StartOfDay(day);
            return true;
        }

        var good = TimeParser.TryParse(Encoding.UTF8.GetBytes(text), null, out var time, out var offset);
        minute = !good
            ? 0
            : offset is { } minutes ? StationClock.MinuteOf(new DateTimeOffset(time, TimeSpan.FromMinutes(minutes)))
            : clock.ToMinute(time);
        return good;
    }
}
