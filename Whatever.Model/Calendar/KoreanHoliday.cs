using System.Globalization;

namespace Whatever.Model.Calendar;

/// <summary>One line of the law: a day, or a feast of several days, that comes back every year.</summary>
/// <param name="Month">1..12.</param>
/// <param name="Day">Of the month; of a feast its middle.</param>
/// <param name="Name">In English.</param>
internal sealed record KoreanHoliday(int Month, int Day, string Name)
{
    private static readonly KoreanLunisolarCalendar Lunar = new();

    /// <summary>Month and day are of the lunisolar calendar.</summary>
    public bool IsLunar { get; init; }

    /// <summary>Days before and after it that are free too.</summary>
    public int Around { get; init; }

    /// <summary>First year in which it is a holiday; 0 where it always was, as far as readings reach.</summary>
    public int Since { get; init; }

    /// <summary>First year in which a day of it that is lost is made good.</summary>
    public int MadeGoodSince { get; init; } = int.MaxValue;

    /// <summary>A Saturday is a loss too, not only a Sunday.</summary>
    public bool IsLostOnSaturday { get; init; } = true;

    /// <summary>
    /// Its days in a year of the Gregorian calendar; none for a lunar date outside 919 to 2050, which .NET does not know whole.
    /// </summary>
    public IEnumerable<DateOnly> DaysIn(int year) => year < Since || (IsLunar && year is < 919 or > 2050)
        ? []
        : Enumerable.Range(-Around, (2 * Around) + 1).Select((IsLunar ? LunarDay(year) : new DateOnly(year, Month, Day)).AddDays);

    /// <summary>Whether this holiday is lost when it falls on a day of the week.</summary>
    public bool IsLost(DateOnly day) =>
        day.Year >= MadeGoodSince && (day.DayOfWeek == DayOfWeek.Sunday || (IsLostOnSaturday && day.DayOfWeek == DayOfWeek.Saturday));

    /// <summary>A leap month stands behind the month of its number and has no feast.</summary>
    private DateOnly LunarDay(int year)
    {
        var leap = Lunar.GetLeapMonth(year);
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, leap > 0 && Month >= leap ? Month + 1 : Month, Day, 0, 0, 0, 0));
    }
}
