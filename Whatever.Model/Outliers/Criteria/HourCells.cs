using Whatever.Model.Calendar;
using Whatever.Model.Series;

namespace Whatever.Model.Outliers.Criteria;

/// <summary>Which values share their normal distribution.</summary>
public enum CriteriaContext
{
    /// <summary>All of them, whatever the time: as the original document has it.</summary>
    AllHours = 0,

    /// <summary>Those of the same hour of the day.</summary>
    HourOfDay = 1,

    /// <summary>Those of the same hour of the same weekday; a holiday is a Sunday.</summary>
    HourOfWeek = 2,
}

/// <summary>Finds the hour of the week on a station's wall clock that a minute lies in.</summary>
/// <param name="toLocal">From minutes since 1970-01-01T00:00Z to the wall clock.</param>
/// <param name="holidays">Days that count as Sundays.</param>
public sealed class HourCells(Func<int, DateTime> toLocal, IHolidays holidays)
{
    /// <summary>Hours of a week: 7 day types (Monday = 0 .. Sunday or holiday = 6) of 24 hours.</summary>
    public const int Count = 7 * HoursPer.Day;

    private const int Monday = 1;
    private const int Sunday = 6;

    /// <summary>Clocks are changed at quarters of an hour, so within one the wall clock goes on evenly.</summary>
    private const int BlockMinutes = 15;
    private const int BlocksKept = 16;

    /// <summary>
    /// Who asks does so minute by minute, and for the hour before and after: to ask the time zone each time would take most of the time.
    /// Each entry is one reference, so that two threads never see half of one.
    /// </summary>
    private readonly KnownBlock?[] blocks = new KnownBlock?[BlocksKept];

    private KnownDay known = new(DateOnly.MinValue, 0);

    /// <summary>The wall clock at a minute.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public DateTime LocalAt(int minute) =>
        BlockOf(minute) is { IsEven: true } block ? block.Local.AddMinutes(minute - block.First) : toLocal(minute);

    /// <summary>The day on the wall clock at a minute.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public DateOnly DayAt(int minute) => BlockOf(minute) is { IsEven: true } block ? block.Day : DateOnly.FromDateTime(toLocal(minute));

    /// <summary>The cell of a minute, 0..167, and how far into its hour it lies, 0..59.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    /// <param name="asWeekday">Whether a holiday is taken for the day of the week that it falls on.</param>
    public (int Cell, int MinuteOfHour) Find(int minute, bool asWeekday = false)
    {
        if (BlockOf(minute) is { IsEven: true } block)
        {
            return (((asWeekday ? block.Weekday : block.DayType) * HoursPer.Day) + block.Hour, block.MinuteOfHour + minute - block.First);
        }

        var local = toLocal(minute);
        var type = asWeekday ? WeekdayOf(local.DayOfWeek) : DayTypeOf(DateOnly.FromDateTime(local));
        return ((type * HoursPer.Day) + local.Hour, local.Minute);
    }

    /// <summary>Whether a minute lies on a holiday that falls on another day than Sunday.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public bool IsHoliday(int minute)
    {
        if (BlockOf(minute) is { IsEven: true } block)
        {
            return block.Weekday != block.DayType;
        }

        var local = toLocal(minute);
        return WeekdayOf(local.DayOfWeek) != DayTypeOf(DateOnly.FromDateTime(local));
    }

    /// <summary>Monday = 0 .. Saturday = 5, Sunday or holiday = 6.</summary>
    /// <param name="day">A day on the wall clock.</param>
    public int DayTypeOf(DateOnly day)
    {
        var last = known;
        if (day != last.Day)
        {
            known = last = new KnownDay(day, holidays.Contains(day) ? Sunday : WeekdayOf(day.DayOfWeek));
        }

        return last.Type;
    }

    private KnownBlock BlockOf(int minute)
    {
        var number = minute >= 0 ? minute / BlockMinutes : ((minute + 1) / BlockMinutes) - 1;
        var block = blocks[number & (BlocksKept - 1)];
        if (block is null || block.Number != number)
        {
            blocks[number & (BlocksKept - 1)] = block = Describe(number);
        }

        return block;
    }

    private KnownBlock Describe(int number)
    {
        var first = number * BlockMinutes;
        var (local, last) = (toLocal(first), toLocal(first + BlockMinutes - 1));
        var day = DateOnly.FromDateTime(local);

        // A clock that was set by the sun, or changed at an odd minute, is asked each time.
        var isEven = last == local.AddMinutes(BlockMinutes - 1) && last.Hour == local.Hour && DateOnly.FromDateTime(last) == day;
        return new KnownBlock(number, first, local, day, WeekdayOf(local.DayOfWeek), DayTypeOf(day), local.Hour, local.Minute, isEven);
    }

    private static int WeekdayOf(DayOfWeek day) => ((int)day + 7 - Monday) % 7;

    private sealed record KnownDay(DateOnly Day, int Type);

    /// <summary>A quarter of an hour; <paramref name="IsEven"/> where the wall clock goes on evenly in it, within one hour.</summary>
    private sealed record KnownBlock(
        int Number, int First, DateTime Local, DateOnly Day, int Weekday, int DayType, int Hour, int MinuteOfHour, bool IsEven);
}
