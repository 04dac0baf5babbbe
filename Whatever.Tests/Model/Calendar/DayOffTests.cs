using Whatever.Model.Calendar;

namespace Whatever.Tests.Model.Calendar;

public sealed class DayOffTests
{
    [Theory]
    [InlineData("2022-10-31", true)] // Monday before All Saints' on a Tuesday
    [InlineData("2022-06-03", true)] // Friday after Republic Day
    [InlineData("2022-06-01", false)] // Wednesday before it
    [InlineData("2022-06-02", false)] // the holiday itself
    [InlineData("2022-06-04", false)] // Saturday
    [InlineData("2022-12-28", true)] // between Christmas and Epiphany
    [InlineData("2022-12-26", false)] // a holiday of it
    [InlineData("2023-01-09", false)] // after it
    public void IsHalf_ItalianDay_IsABridgeOrOfTheQuietSeason(string day, bool expected) =>
        Assert.Equal(expected, ItalianHolidays.Official.IsHalf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2024-05-14", 0)]
    [InlineData("2024-05-15", 1)] // Buddha's birthday
    [InlineData("2024-08-16", 0.5)] // Friday after Liberation Day
    [InlineData("2024-08-17", 0.5)]
    [InlineData("2024-08-18", 1)]
    public void ShareOf_KoreanDay_CountsSundaysHolidaysAndSandwichDays(string day, double expected) =>
        Assert.Equal(
            expected, DayOff.ShareOf(KoreanHolidays.Official, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>A holiday added by hand makes a bridge of its neighbour; one taken out takes the bridge with it.</summary>
    [Fact]
    public void IsHalf_EditedCalendar_FollowsTheEdits()
    {
        var (thursday, friday) = (new DateOnly(2022, 6, 2), new DateOnly(2022, 6, 3));
        Assert.False(HolidayCalendars.Empty.IsHalf(friday));
        Assert.True(new EditedHolidays(null, [thursday], []).IsHalf(friday));
        Assert.False(new EditedHolidays(ItalianHolidays.Official, [], [thursday]).IsHalf(friday));
        Assert.True(new EditedHolidays(ItalianHolidays.Official, [], [thursday]).IsHalf(new DateOnly(2022, 12, 29)));
        Assert.False(new EditedHolidays(ItalianHolidays.Official, [], [new DateOnly(2022, 12, 29)]).IsHalf(new DateOnly(2022, 12, 29)));
    }
}
