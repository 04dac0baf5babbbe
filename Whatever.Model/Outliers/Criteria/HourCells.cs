using Whatever.Model.Calendar;

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
    /// <summary>Hours of a day.</summary>
    public const int HoursPerDay = 24;

    /// <summary>Hours of a week: 7 day types (Monday = 0 .. Sunday or holiday = 6) of 24 hours.</summary>
    public const int Count = 7 * HoursPerDay;

    private const int Monday = 1;
    private const int Sunday = 6;

    /// <summary>One reference, so that two threads never see the day of one and the type of another.</summary>
    private KnownDay known = new(DateOnly.MinValue, 0);

    /// <summary>The wall clock at a minute.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public DateTime LocalAt(int minute) => toLocal(minute);

    /// <summary>The cell of a minute, 0..167, and how far into its hour it lies, 0..59.</summary>
    /// <param name="minute">Minutes since 1970-01-01T00:00Z.</param>
    public (int Cell, int MinuteOfHour) Find(int minute)
    {
        var local = toLocal(minute);
        return ((DayTypeOf(DateOnly.FromDateTime(local)) * HoursPerDay) + local.Hour, local.Minute);
    }

    /// <summary>Monday = 0 .. Saturday = 5, Sunday or holiday = 6.</summary>
    /// <param name="day">A day on the wall clock.</param>
    public int DayTypeOf(DateOnly day)
    {
        var last = known;
        if (day != last.Day)
        {
            known = last = new KnownDay(day, holidays.Contains(day) ? Sunday : ((int)day.DayOfWeek + 7 - Monday) % 7);
        }

        return last.Type;
    }

    private sealed record KnownDay(DateOnly Day, int Type);
}
