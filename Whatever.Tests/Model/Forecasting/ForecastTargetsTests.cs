using Whatever.Model.Forecasting;

namespace Whatever.Tests.Model.Forecasting;

public sealed class ForecastTargetsTests
{
    [Fact]
    public void WindowEndAndTarget_WorkedExample_AreMidnightBeforeAndTheDayAfterTheBaseDay()
    {
        Assert.Equal(TestSeries.At(7, 1, 0), ForecastTargets.WindowEnd(TestSeries.BaseDay, 0));
        Assert.Equal(TestSeries.At(7, 2, 0), ForecastTargets.TargetHour(TestSeries.BaseDay, 1, 0));
    }

    [Theory]
    [InlineData(1, 23, 2)]
    [InlineData(6, 23, 7)]
    public void TargetHour_LastHour_StaysOnItsOwnDay(int step, int hour, int day) =>
        Assert.Equal(TestSeries.At(7, day, hour), ForecastTargets.TargetHour(TestSeries.BaseDay, step, hour));

    [Fact]
    public void TargetHour_EndOfALeapFebruary_GoesOnIntoMarch() =>
        Assert.Equal(new DateTime(2024, 3, 6, 5, 0, 0), ForecastTargets.TargetHour(new DateOnly(2024, 2, 29), 6, 5));
}
