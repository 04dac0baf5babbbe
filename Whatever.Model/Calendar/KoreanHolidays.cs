using System.Globalization;

namespace Whatever.Model.Calendar;

/// <summary>
/// The days on which Korea does not work, as they shape water use: fixed dates, and Seollal, Buddha's birthday and Chuseok by the lunisolar calendar.
/// Substitute holidays and one-off election days are not in it.
/// </summary>
public static class KoreanHolidays
{
    private static readonly KoreanLunisolarCalendar Lunar = new();

    private static readonly (int Month, int Day)[] Fixed = [(1, 1), (3, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25)];

    /// <summary>Lunar month and day of the middle of each feast, and the days before and after it that are free too.</summary>
    private static readonly (int Month, int Day, int Around)[] Feasts = [(1, 1, 1), (4, 8, 0), (8, 15, 1)];

    /// <summary>Whether <paramref name="day"/> is a public holiday. Outside the years that .NET's lunisolar calendar knows (918 to 2050) the fixed dates alone are known.</summary>
    public static bool Contains(DateOnly day)
    {
        var time = day.ToDateTime(TimeOnly.MinValue);
        return Array.Exists(Fixed, date => date.Month == day.Month && date.Day == day.Day)
            || (time > Lunar.MinSupportedDateTime.AddDays(2) && time < Lunar.MaxSupportedDateTime.AddDays(-2) && Array.Exists(Feasts, feast => IsFeast(time, feast)));
    }

    private static bool IsFeast(DateTime day, (int Month, int Day, int Around) feast)
    {
        for (var shift = -feast.Around; shift <= feast.Around; shift++)
        {
            var (month, date) = LunarDate(day.AddDays(shift));
            if (month == feast.Month && date == feast.Day)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Month 1..12, or 0 in a leap month, which has no feast.</summary>
    private static (int Month, int Day) LunarDate(DateTime day)
    {
        var month = Lunar.GetMonth(day);
        var leap = Lunar.GetLeapMonth(Lunar.GetYear(day));
        var ordinary = leap == 0 || month < leap ? month : month == leap ? 0 : month - 1;
        return (ordinary, Lunar.GetDayOfMonth(day));
    }
}
