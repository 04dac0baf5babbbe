namespace Whatever.Model.Calendar;

/// <summary>How far a day is from a working day.</summary>
public static class DayOff
{
    /// <summary>
    /// Whether many stay at home on a day on which they need not: a working day between two that are none (in Italian ponte, in Korean a
    /// sandwich day), or one of a quiet season. Its demand lies between that of its weekday and that of a Saturday.
    /// </summary>
    /// <param name="holidays">Known in advance.</param>
    /// <param name="day">Any day.</param>
    public static bool IsHalf(this IHolidays holidays, DateOnly day) =>
        !holidays.IsOff(day) && (holidays.IsQuiet(day) || (holidays.IsOff(day.AddDays(-1)) && holidays.IsOff(day.AddDays(1))));

    /// <summary>1 for a Sunday or holiday, a half for a Saturday or a day that <see cref="IsHalf"/>, 0 for a working day.</summary>
    /// <param name="holidays">Known in advance.</param>
    /// <param name="day">Any day.</param>
    public static double ShareOf(IHolidays holidays, DateOnly day) =>
        holidays.Contains(day) || day.DayOfWeek == DayOfWeek.Sunday ? 1
        : day.DayOfWeek == DayOfWeek.Saturday || holidays.IsHalf(day) ? 0.5
        : 0;

    private static bool IsOff(this IHolidays holidays, DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || holidays.Contains(day);
}
