using Whatever.Model.Calendar;

namespace Whatever.Tests.Model.Calendar;

public sealed class EditedHolidaysTests
{
    private static readonly DateOnly Election = new(2024, 4, 10);
    private static readonly DateOnly Christmas = new(2024, 12, 25);

    [Fact]
    public void Contains_AddedAndRemovedDays_AreTheOriginalWithTheEdits()
    {
        var edited = new EditedHolidays(KoreanHolidays.Official, [Election], [Christmas]);
        Assert.True(edited.Contains(Election));
        Assert.False(edited.Contains(Christmas));
        Assert.True(edited.Contains(Christmas.AddYears(1)));
        Assert.False(edited.Contains(Election.AddDays(1)));
    }

    [Fact]
    public void Contains_DayBothAddedAndRemoved_IsRemoved() =>
        Assert.False(new EditedHolidays(null, [Election], [Election]).Contains(Election));

    [Theory]
    [InlineData("korea", true, false)]
    [InlineData("Italy", false, true)]
    [InlineData("none", false, false)]
    public void Find_KnownName_IsThatCalendar(string name, bool hangulDay, bool epiphany)
    {
        var holidays = HolidayCalendars.Find(name);
        Assert.NotNull(holidays);
        Assert.Equal((hangulDay, epiphany), (holidays.Contains(new DateOnly(2024, 10, 9)), holidays.Contains(new DateOnly(2024, 1, 6))));
    }

    [Theory]
    [InlineData("france")]
    [InlineData("")]
    [InlineData(null)]
    public void Find_UnknownName_IsNothing(string? name) => Assert.Null(HolidayCalendars.Find(name));

    [Fact]
    public void Names_EachOfThem_IsFound() => Assert.All(HolidayCalendars.Names, name => Assert.NotNull(HolidayCalendars.Find(name)));
}
