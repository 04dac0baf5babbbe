using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Alarms.Monitor;

/// <summary>What is far from a forecast on this sensor, learned from its own days.</summary>
public sealed class ForecastTrackerTests
{
    private static readonly DateOnly First = new(2024, 1, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void Add_DaysWithHeavyTails_AskForMoreThanTheBand(int interval)
    {
        // Two hours of each day are four to five deviations off, which the band takes for one in ten thousand.
        var memory = new ForecastMemory();
        Go(memory, interval, 40, (day, minute) => minute is >= 610 and < 730 ? 4 + (day % 5 / 5.0) : 0.5);
        Assert.True(memory.Limit > 4.8, $"{memory.Limit}");
        Assert.Equal(
            9 * 2.5758293035489 / memory.Limit!.Value,
            ForecastTracker.Add(memory, 41 * MinutesPer.Day, First.AddDays(40), interval, 9), 9);
    }

    /// <summary>Wherever in the hour it begins, and though it sinks a little: what would be an alarm is what is learned.</summary>
    [Theory]
    [InlineData(600)]
    [InlineData(613)]
    [InlineData(629)]
    [InlineData(655)]
    public void Add_HeldAtAnyTime_IsLearned(int begin)
    {
        var memory = new ForecastMemory();
        Go(memory, 1, 30, (_, minute) => minute < begin || minute >= begin + 75 ? 0.1 : minute == begin + 10 ? 6 : 4.8);
        Assert.All(memory.Days, day => Assert.InRange(day, 4.8, 6.01));
        Assert.True(memory.Limit > 6, $"{memory.Limit}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void Add_QuietDays_LeaveTheBandAsItIs(int interval)
    {
        var memory = new ForecastMemory();
        Go(memory, interval, 40, (_, minute) => minute % 120 < 60 ? 1 : 0.3);
        Assert.Equal(2.5758293035489, memory.Limit!.Value, 9);
        Assert.Equal(-3, ForecastTracker.Add(memory, 60 * 24 * 41, First.AddDays(40), interval, -3));
    }

    /// <summary>Minutes that stand out alone open no alarm and teach nothing.</summary>
    [Fact]
    public void Add_ShortPeaks_AreNotHeldForAnHour()
    {
        var memory = new ForecastMemory();
        Go(memory, 1, 30, (_, minute) => minute % 60 < 40 ? 8 : 0.2);
        Assert.All(memory.Days, day => Assert.InRange(day, 0.2, 0.3));
    }

    [Fact]
    public void Add_FewDaysOrNothingKnown_ChangesNothing()
    {
        var memory = new ForecastMemory();
        Assert.Equal(6, Go(memory, 1, 4, (_, _) => 6));
        Assert.Null(memory.Limit);
        Assert.Equal(double.NaN, ForecastTracker.Add(memory, 0, First, 1, double.NaN));
        Assert.Equal(double.NaN, Go(new ForecastMemory(), 1, 20, (_, _) => double.NaN));
    }

    [Fact]
    public void Add_OneDayWithAFault_RaisesTheLimitByHalfAtMost()
    {
        var memory = new ForecastMemory();
        Go(memory, 5, 30, (_, _) => 2);
        var before = memory.Limit!.Value;
        Go(memory, 5, 2, (day, _) => day == 0 ? 100 : 2, from: 30);
        Assert.Equal(Math.Round(1.5 * before, 2), memory.Days[^1]);
        Assert.InRange(memory.Limit!.Value, before, 1.5 * before);
    }

    private static double Go(ForecastMemory memory, int interval, int days, Func<int, int, double> deviation, int from = 0)
    {
        var last = double.NaN;
        for (var day = 0; day < days; day++)
        {
            for (var minute = 0; minute < MinutesPer.Day; minute += interval)
            {
                last = ForecastTracker.Add(
                    memory, ((from + day) * MinutesPer.Day) + minute, First.AddDays(from + day), interval, deviation(day, minute));
            }
        }

        return last;
    }
}
