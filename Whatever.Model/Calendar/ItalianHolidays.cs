namespace Whatever.Model.Calendar;

/// <summary>
/// Public holidays of Italy (law 260 of 1949 as it stands today; Saint Francis by law 151 of 2025): fixed dates, Easter and the Monday after it.
/// Patron saints of single towns are not in it.
/// </summary>
public sealed class ItalianHolidays : IHolidays
{
    private static readonly (int Month, int Day, int Since)[] Fixed =
    [
        (1, 1, 0), (1, 6, 0), (4, 25, 0), (5, 1, 0), (6, 2, 0), (8, 15, 0), (10, 4, 2026), (11, 1, 0), (12, 8, 0), (12, 25, 0), (12, 26, 0),
    ];

    private ItalianHolidays()
    {
    }

    /// <summary>The only one.</summary>
    public static ItalianHolidays Official { get; } = new();

    /// <inheritdoc/>
    public bool Contains(DateOnly day)
    {
        var easter = EasterSunday(day.Year);
        return day == easter || day == easter.AddDays(1) || Array.Exists(Fixed, date => date.Month == day.Month && date.Day == day.Day && day.Year >= date.Since);
    }

    /// <summary>Gregorian computus (Meeus, Astronomical Algorithms, chapter 8; Butcher 1876). Lies between 22 March and 25 April.</summary>
    /// <param name="year">1..9999; before 1583 the date that the rule would have given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year is not one.</exception>
    public static DateOnly EasterSunday(int year)
    {
        var golden = year % 19;
        var (century, ofCentury) = Math.DivRem(year, 100);
        var (leapCenturies, century4) = Math.DivRem(century, 4);
        var moon = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - leapCenturies - moon + 15) % 30;
        var (leaps, year4) = Math.DivRem(ofCentury, 4);
        var weekday = (32 + (2 * century4) + (2 * leaps) - epact - year4) % 7;
        var late = (golden + (11 * epact) + (22 * weekday)) / 451;
        var (month, day) = Math.DivRem(epact + weekday - (7 * late) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
