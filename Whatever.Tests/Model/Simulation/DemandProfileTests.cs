using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Simulation;

public sealed class DemandProfileTests
{
    private static readonly DateTime Tuesday = new(2024, 7, 9);
    private static readonly DateTime Sunday = new(2024, 7, 14);

    [Fact]
    public void At_WorkingDay_HasAMorningAndAnEveningPeakAboveNightAndNoon()
    {
        var (morning, evening) = (PeakHour(Tuesday, 0, 12), PeakHour(Tuesday, 14, 24));
        Assert.InRange(morning, 6.5, 8.5);
        Assert.InRange(evening, 19, 20.5);
        foreach (var peak in new[] { morning, evening })
        {
            Assert.True(At(Tuesday, peak) > 1.25);
            Assert.All([3.0, 10.5, 15], hour => Assert.True(At(Tuesday, peak) > 1.4 * At(Tuesday, hour)));
        }

        Assert.True(At(Tuesday, 3) < 0.6);
    }

    [Fact]
    public void At_Weekend_WakesLater()
    {
        Assert.True(PeakHour(Sunday, 0, 13) > PeakHour(Tuesday, 0, 12) + 2);
        Assert.True(At(Sunday, 6.5) < 0.8 * At(Tuesday, 6.5));
        Assert.True(At(Sunday, 10.5) > 1.3 * At(Tuesday, 10.5));
    }

    [Theory]
    [InlineData(2024, 5, 15)]
    [InlineData(2024, 9, 16)]
    [InlineData(2024, 12, 25)]
    public void At_HolidayInTheWeek_IsLikeASunday(int year, int month, int day)
    {
        var holiday = new DateTime(year, month, day);
        Assert.InRange((int)holiday.DayOfWeek, 1, 5);
        Assert.True(PeakHour(holiday, 0, 13) > 9);
    }

    [Theory]
    [InlineData(2024, 7, 9, 0.92, 0.95)]
    [InlineData(2024, 7, 14, 0.99, 1.03)]
    public void At_MeanOfADayWithoutItsSeason_IsAsDocumented(int year, int month, int day, double low, double high)
    {
        var date = new DateTime(year, month, day);
        var season = 1 + (0.08 * Math.Cos(2 * Math.PI * (date.DayOfYear - 210) / 365.25));
        Assert.InRange(Enumerable.Range(0, 1440).Average(minute => DemandProfile.At(date.AddMinutes(minute))) / season, low, high);
    }

    [Fact]
    public void At_Summer_DrawsMoreThanWinter() =>
        Assert.Equal(1.08 / 0.92, At(new DateTime(2024, 7, 30), 8) / At(new DateTime(2024, 1, 30), 8), 0.01);

    [Fact]
    public void At_MidnightBetweenLikeDays_HasNoStep() =>
        Assert.Equal(DemandProfile.At(Tuesday.AddDays(1).AddSeconds(-1)), DemandProfile.At(Tuesday.AddDays(1)), 1e-3);

    [Fact]
    public void At_EveryMinuteOfAYear_IsWithinWhatIsDocumented()
    {
        for (var minute = 0; minute < 366 * 1440; minute += 13)
        {
            Assert.InRange(DemandProfile.At(new DateTime(2024, 1, 1).AddMinutes(minute)), 0.4, 1.7);
        }
    }

    private static double At(DateTime day, double hour) => DemandProfile.At(day.AddHours(hour));

    private static double PeakHour(DateTime day, int from, int to) =>
        Enumerable.Range(from * 60, (to - from) * 60).MaxBy(minute => DemandProfile.At(day.AddMinutes(minute))) / 60.0;
}
