using Whatever.Model.Calendar;
using Whatever.Model.Outliers.Criteria;
using Whatever.Web.Domain;

namespace Whatever.Tests.Model.Outliers.Criteria;

public sealed class HourCellsTests
{
    /// <summary>
    /// Whatever is remembered of the clock, each minute has to be the clock's own: also where it changes by half an hour, or at an odd
    /// minute.
    /// </summary>
    [Theory]
    [InlineData("Asia/Seoul", 2024, 5, 1)]
    [InlineData("Europe/Berlin", 2024, 3, 30)]
    [InlineData("Europe/Berlin", 2024, 10, 26)]
    [InlineData("Australia/Lord_Howe", 2024, 4, 6)]
    [InlineData("Asia/Kathmandu", 1985, 12, 31)]
    [InlineData("Africa/Monrovia", 1972, 1, 6)]
    [InlineData("America/St_Johns", 2024, 11, 2)]
    public void Find_AnyMinute_IsThatOfTheClock(string zone, int year, int month, int day)
    {
        var clock = StationClock.For(zone);
        var holiday = new DateOnly(year, month, day).AddDays(1);
        var cells = new HourCells(clock.ToLocal, new EditedHolidays(null, [holiday], []));
        var first = clock.StartOfDay(holiday.AddDays(-1));
        foreach (var minute in Enumerable.Range(first, 3 * 1440).SelectMany(minute => new[] { minute, minute + 60, minute - 60 }))
        {
            var local = clock.ToLocal(minute);
            var (weekday, isHoliday) = (((int)local.DayOfWeek + 6) % 7, DateOnly.FromDateTime(local) == holiday);
            Assert.Equal(((isHoliday ? 6 : weekday) * 24) + local.Hour, cells.Find(minute).Cell);
            Assert.Equal((weekday * 24) + local.Hour, cells.Find(minute, asWeekday: true).Cell);
            Assert.Equal((local.Minute, local), (cells.Find(minute).MinuteOfHour, cells.LocalAt(minute)));
            Assert.Equal((isHoliday && weekday != 6, DateOnly.FromDateTime(local)), (cells.IsHoliday(minute), cells.DayAt(minute)));
        }
    }

    [Fact]
    public void Find_BeforeTheYear1970_IsThatOfTheClock()
    {
        var clock = StationClock.For("Asia/Seoul");
        var cells = new HourCells(clock.ToLocal, new EditedHolidays(null, [], []));
        Assert.All(Enumerable.Range(-2000, 2100), minute => Assert.Equal(clock.ToLocal(minute), cells.LocalAt(minute)));
    }
}
