namespace Whatever.Model.Calendar;

/// <summary>
/// Public holidays of Italy (law 260 of 1949 as it stands today; Saint Francis by law 151 of 2025): fixed dates, Easter and the Monday
/// after it. Patron saints of single towns are not in it.
/// </summary>
public sealed class ItalianHolidays : INamedHolidays
{
    private static readonly (int Month, int Day, int Since, string Name)[] Fixed =
    [
        (1, 1, 0, "New Year's Day"),
        (1, 6, 0, "Epiphany"),
        (4, 25, 0, "Anniversary of the Liberation"),
        (5, 1, 0, "Labour Day"),
        (6, 2, 0, "Republic Day"),
        (8, 15, 0, "Assumption Day"),
        (10, 4, 2026, "Saint Francis"),
        (11, 1, 0, "All Saints' Day"),
        (12, 8, 0, "Immaculate Conception"),
        (12, 25, 0, "Christmas Day"),
        (12, 26, 0, "Saint Stephen's Day"),
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
        return day == easter || day == easter.AddDays(1) || Array.Exists(Fixed, date => IsOn(date, day));
    }

    /// <summary>The weeks from Christmas to Epiphany, in which schools and many firms are closed.</summary>
    public bool IsQuiet(DateOnly day) => day is { Month: 12, Day: >= 24 } or { Month: 1, Day: <= 5 };

    /// <inheritdoc/>
    public IReadOnlyList<string> NamesOf(DateOnly day)
    {
        var names = Fixed.Where(date => IsOn(date, day)).Select(date => date.Name).ToList();
        var easter = EasterSunday(day.Year);
        if (day == easter || day == easter.AddDays(1))
        {
            names.Add(day == easter ? "Easter Sunday" : "Easter Monday");
        }

        return names;
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

    private static bool IsOn((int Month, int Day, int Since, string Name) date, DateOnly day) =>
        date.Month == day.Month && date.Day == day.Day && day.Year >= date.Since;
}
