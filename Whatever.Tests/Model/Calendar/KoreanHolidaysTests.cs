using System.Globalization;
using Whatever.Model.Calendar;

namespace Whatever.Tests.Model.Calendar;

/// <summary>Dates as the government's calendars give them.</summary>
public sealed class KoreanHolidaysTests
{
    private static readonly string[] Seollal =
        [
            "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-07", "2028-01-27",
            "2029-02-13", "2030-02-03"];

    private static readonly string[] Chuseok =
        [
            "2020-10-01", "2021-09-21", "2022-09-10", "2023-09-29", "2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03",
            "2029-09-22", "2030-09-12"];

    private static readonly string[] BuddhasBirthday =
        [
            "2020-04-30", "2021-05-19", "2022-05-08", "2023-05-27", "2024-05-15", "2025-05-05", "2026-05-24", "2027-05-13", "2028-05-02",
            "2029-05-20", "2030-05-09"];

    private static readonly string[] Fixed = ["01-01", "03-01", "05-05", "06-06", "08-15", "10-03", "10-09", "12-25"];

    public static TheoryData<int> Years => new(Enumerable.Range(2020, 11));

    /// <summary>
    /// Every day of the year: what should be free is, and nothing else. Years with a leap month (2020, 2023, 2025, 2028) are among them.
    /// </summary>
    [Theory]
    [MemberData(nameof(Years))]
    public void Contains_EveryDayOfAYear_IsTheFeastsTheDaysAroundThemAndTheFixedDays(int year)
    {
        var expected = Fixed.Select(date => Day($"{year.ToString(CultureInfo.InvariantCulture)}-{date}"))
            .Concat(Of(year, Seollal).SelectMany(Around))
            .Concat(Of(year, Chuseok).SelectMany(Around))
            .Concat(Of(year, BuddhasBirthday))
            .Distinct().Order();
        var found = EveryDay(year).Where(KoreanHolidays.WithoutSubstitutes.Contains);
        Assert.Equal(expected, found);
    }

    /// <summary>
    /// The announced calendars of 2014 to 2026 (Ministry of Personnel Management): what is free beside the fixed days and the feasts. Days
    /// proclaimed once, such as 2 October 2023, and election days are left out.
    /// </summary>
    [Theory]
    [InlineData(2014, "09-10")]
    [InlineData(2015, "09-29")]
    [InlineData(2016, "02-10")]
    [InlineData(2017, "01-30", "10-06")]
    [InlineData(2018, "05-07", "09-26")]
    [InlineData(2019, "05-06")]
    [InlineData(2020, "01-27")]
    [InlineData(2021, "08-16", "10-04", "10-11")]
    [InlineData(2022, "09-12", "10-10")]
    [InlineData(2023, "01-24", "05-29")]
    [InlineData(2024, "02-12", "05-06")]
    [InlineData(2025, "03-03", "05-06", "10-08")]
    [InlineData(2026, "03-02", "05-01", "05-25", "07-17", "08-17", "10-05")]
    public void Official_EveryDayOfAYear_AddsTheSubstitutesThatWereAnnounced(int year, params string[] more)
    {
        var expected = EveryDay(year).Where(KoreanHolidays.WithoutSubstitutes.Contains)
            .Concat(more.Select(date => Day($"{year.ToString(CultureInfo.InvariantCulture)}-{date}"))).Order();
        Assert.Equal(expected, EveryDay(year).Where(KoreanHolidays.Official.Contains));
    }

    /// <summary>In 2028 Chuseok meets 3 October on a Tuesday; in 2036 on a Friday, and its Sunday is lost too.</summary>
    [Theory]
    [InlineData(2028, "10-05")]
    [InlineData(2036, "10-06", "10-07")]
    public void Official_ChuseokMeetsAnotherHoliday_EveryLostDayIsMadeGood(int year, params string[] expected) => Assert.Equal(
        expected.Select(date => Day($"{year.ToString(CultureInfo.InvariantCulture)}-{date}")),
        EveryDay(year)
            .Where(day => day.Month == 10 && KoreanHolidays.Official.Contains(day) && !KoreanHolidays.WithoutSubstitutes.Contains(day)));

    /// <summary>Sundays that brought nothing before the law gave them a substitute.</summary>
    [Theory]
    [InlineData("2013-02-12")]
    [InlineData("2013-05-06")]
    [InlineData("2020-03-02")]
    [InlineData("2020-08-17")]
    [InlineData("2022-05-09")]
    [InlineData("2022-12-26")]
    [InlineData("2025-07-17")]
    [InlineData("2025-05-01")]
    public void Official_BeforeTheLaw_DoesNotHaveIt(string day) => Assert.False(KoreanHolidays.Official.Contains(Day(day)));

    [Fact]
    public void Official_SaturdayOfAFeast_IsNotMadeGood()
    {
        // Chuseok 2023 was Thursday to Saturday, Memorial Day 2026 and New Year 2028 fall on a Saturday: none of them is lost.
        Assert.All(["2023-10-02", "2023-10-03"], day => Assert.Equal(day == "2023-10-03", KoreanHolidays.Official.Contains(Day(day))));
        Assert.All(["2026-06-08", "2028-01-03"], day => Assert.False(KoreanHolidays.Official.Contains(Day(day))));
    }

    /// <summary>
    /// 2012 had a second third month and 2006 a second seventh: counted as months of their own they would be the fourth and the eighth.
    /// </summary>
    [Theory]
    [InlineData("2012-04-28", false)]
    [InlineData("2012-05-28", true)]
    [InlineData("2006-09-07", false)]
    [InlineData("2006-10-06", true)]
    public void Contains_LeapMonth_HasNoFeast(string day, bool expected) =>
        Assert.Equal(expected, KoreanHolidays.WithoutSubstitutes.Contains(Day(day)));

    [Theory]
    [InlineData("0001-01-01", true)]
    [InlineData("0001-01-02", false)]
    [InlineData("0918-02-15", false)]
    [InlineData("2051-02-11", false)]
    [InlineData("2100-12-25", true)]
    [InlineData("9999-12-31", false)]
    public void Contains_BeyondTheLunarCalendar_KnowsTheFixedDaysAlone(string day, bool expected) =>
        Assert.Equal(expected, KoreanHolidays.WithoutSubstitutes.Contains(Day(day)));

    private static IEnumerable<DateOnly> EveryDay(int year) =>
        Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays);

    private static IEnumerable<DateOnly> Around(DateOnly day) => [day.AddDays(-1), day, day.AddDays(1)];

    private static IEnumerable<DateOnly> Of(int year, string[] days) => days.Select(Day).Where(day => day.Year == year);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
