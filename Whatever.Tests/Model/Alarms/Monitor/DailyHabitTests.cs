using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Alarms.Monitor;

public sealed class DailyHabitTests
{
    private const int Noon = (19_000 * MinutesPer.Day) + (12 * MinutesPer.Hour);

    private readonly SortedDictionary<int, double> memory = [];

    [Fact]
    public void Note_SameHourOnThreeDays_IsAHabitOnTheFourth() =>
        Assert.Equal([false, false, false, true, true], Enumerable.Range(0, 5).Select(day => Note(day, 0, 4)));

    [Fact]
    public void Note_AnHourEarlierOrLater_IsTheSameHabit()
    {
        _ = (Note(0, -60, 4), Note(1, 60, 4), Note(2, 0, 4));
        Assert.True(Note(3, 0, 4));
        Assert.False(Note(3, 180, 4));
    }

    [Theory]
    [InlineData(5.7, true)]
    [InlineData(5.8, false)]
    [InlineData(-4, false)]
    public void Note_FartherOffOrToTheOtherSide_IsNone(double deviations, bool expected)
    {
        _ = (Note(0, 0, 4), Note(1, 0, 4), Note(2, 0, 4));
        Assert.Equal(expected, Note(3, 0, deviations));
    }

    [Fact]
    public void Note_ManyMinutesOfOneHour_RememberTheFarthest()
    {
        _ = (Note(0, 0, 4), Note(0, 5, 6.04), Note(0, 9, 5));
        Assert.Equal(6.0, Assert.Single(memory).Value);
    }

    [Fact]
    public void Note_MonthsOfIt_KeepsEightDays()
    {
        for (var day = 0; day < 60; day++)
        {
            Note(day, 0, 4);
        }

        Assert.InRange(memory.Count, 8, 9);
        Assert.False(Note(75, 0, 4));
    }

    private bool Note(int day, int minutes, double deviations) =>
        DailyHabit.Note(memory, Noon + (day * MinutesPer.Day) + minutes, deviations);
}
