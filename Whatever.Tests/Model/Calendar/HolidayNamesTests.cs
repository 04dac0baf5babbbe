using System.Globalization;
using Whatever.Model.Calendar;

namespace Whatever.Tests.Model.Calendar;

public sealed class HolidayNamesTests
{
    [Theory]
    [InlineData("2025-01-27", "Substitute holiday", false)]
    [InlineData("2025-01-28", "Seollal", true)]
    [InlineData("2025-01-30", "Seollal", true)]
    [InlineData("2025-03-03", "Substitute holiday", true)]
    [InlineData("2025-05-05", "Buddha's Birthday, Children's Day", true)]
    [InlineData("2025-05-06", "Substitute holiday", true)]
    [InlineData("2025-10-03", "National Foundation Day", true)]
    [InlineData("2025-10-06", "Chuseok", true)]
    [InlineData("2026-07-17", "Constitution Day", true)]
    [InlineData("2025-07-17", "Constitution Day", false)]
    public void NamesOf_KoreanDay_SaysWhatIsCelebrated(string day, string names, bool isHoliday)
    {
        var found = KoreanHolidays.Official.NamesOf(DateOnly.Parse(day, CultureInfo.InvariantCulture));
        Assert.Equal(isHoliday ? names : "", string.Join(", ", found));
    }

    [Theory]
    [InlineData("2024-03-31", "Easter Sunday")]
    [InlineData("2024-04-01", "Easter Monday")]
    [InlineData("2011-04-25", "Anniversary of the Liberation, Easter Monday")]
    [InlineData("2024-11-01", "All Saints' Day")]
    [InlineData("2024-11-02", "")]
    [InlineData("2025-10-04", "")]
    [InlineData("2026-10-04", "Saint Francis")]
    public void NamesOf_ItalianDay_SaysWhatIsCelebrated(string day, string names) =>
        Assert.Equal(names, string.Join(", ", ItalianHolidays.Official.NamesOf(DateOnly.Parse(day, CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData(HolidayCalendars.Korea)]
    [InlineData(HolidayCalendars.Italy)]
    public void NamesOf_EveryDayOfSixtyYears_AreThereOnHolidaysAlone(string name)
    {
        var calendar = Assert.IsAssignableFrom<INamedHolidays>(HolidayCalendars.Find(name));
        var days = Enumerable.Range(0, 60 * 365).Select(new DateOnly(2000, 1, 1).AddDays).ToList();
        Assert.All(days, day => Assert.Equal(calendar.Contains(day), calendar.NamesOf(day).Count > 0));
        Assert.True(days.Count(calendar.Contains) > 600);
    }

    [Theory]
    [InlineData("Asia/Seoul", HolidayCalendars.Korea)]
    [InlineData("Europe/Rome", HolidayCalendars.Italy)]
    [InlineData("Europe/Berlin", HolidayCalendars.None)]
    public void NameFor_TimeZone_IsTheCalendarOfItsCountry(string zone, string expected) =>
        Assert.Equal(expected, HolidayCalendars.NameFor(zone));
}
