using System.Globalization;
using Whatever.Model.Calendar;

namespace Whatever.Tests.Model.Calendar;

public sealed class ItalianHolidaysTests
{
    /// <summary>
    /// Dates of the almanac, among them the earliest (22 March) and the latest (25 April) that there can be, and both exceptions of the
    /// Gauss rule (1954, 1981).
    /// </summary>
    [Theory]
    [InlineData("1598-03-22")]
    [InlineData("1818-03-22")]
    [InlineData("1886-04-25")]
    [InlineData("1943-04-25")]
    [InlineData("1954-04-18")]
    [InlineData("1961-04-02")]
    [InlineData("1981-04-19")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2019-04-21")]
    [InlineData("2021-04-04")]
    [InlineData("2022-04-17")]
    [InlineData("2023-04-09")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2038-04-25")]
    [InlineData("2049-04-18")]
    [InlineData("2076-04-19")]
    [InlineData("2285-03-22")]
    public void EasterSunday_KnownYears_IsThatOfTheAlmanac(string expected)
    {
        var easter = DateOnly.Parse(expected, CultureInfo.InvariantCulture);
        Assert.Equal(easter, ItalianHolidays.EasterSunday(easter.Year));
    }

    [Fact]
    public void EasterSunday_EveryYear_IsASundayBetweenItsBounds() => Assert.All(Enumerable.Range(1, 9999), year =>
    {
        var easter = ItalianHolidays.EasterSunday(year);
        Assert.Equal((DayOfWeek.Sunday, year), (easter.DayOfWeek, easter.Year));
        Assert.InRange(easter.DayNumber, new DateOnly(year, 3, 22).DayNumber, new DateOnly(year, 4, 25).DayNumber);
    });

    [Theory]
    [InlineData(2022, "01-01 01-06 04-17 04-18 04-25 05-01 06-02 08-15 11-01 12-08 12-25 12-26")]
    [InlineData(2027, "01-01 01-06 03-28 03-29 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26")]
    public void Contains_EveryDayOfAYear_IsThePublicHolidays(int year, string expected)
    {
        var days = Enumerable.Range(0, 365).Select(new DateOnly(year, 1, 1).AddDays).Where(ItalianHolidays.Official.Contains);
        Assert.Equal(expected, string.Join(' ', days.Select(day => day.ToString("MM-dd", CultureInfo.InvariantCulture))));
    }
}
