using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Forecasting;

public sealed class SimpleBaselinesTests
{
    private delegate double[] Baseline(MinuteSeries hours, DateTime origin, int horizonHours);

    private static readonly Baseline[] All =
        [SimpleBaselines.LastDay, SimpleBaselines.LastWeek, SimpleBaselines.FourWeekMean, SimpleBaselines.SevenDayMean];

    /// <summary>The value of an hour is its number, so that every mean follows by hand; the origin is hour 1000, not at midnight.</summary>
    [Theory]
    [InlineData(0, 976, 832, 580, 904)]
    [InlineData(23, 999, 855, 603, 927)]
    [InlineData(24, 976, 856, 604, 904)]
    [InlineData(167, 999, 999, 747, 927)]
    public void EachBaseline_HoursCounted_LooksWhereItSays(int hour, double lastDay, double lastWeek, double fourWeeks, double sevenDays)
    {
        var hours = TestHours.Of(10, time => (time - TestHours.Monday).TotalHours);
        var found = All.Select(baseline => baseline(hours, TestHours.Monday.AddHours(1000), 168)[hour]);
        Assert.Equal([lastDay, lastWeek, fourWeeks, sevenDays], found);
    }

    [Fact]
    public void EachBaseline_MissingHours_AreLeftOutOfMeans()
    {
        var hours = TestHours.Of(10, time => (time - TestHours.Monday).TotalHours).Without(TestHours.Monday.AddHours(976), 1)
            .Without(TestHours.Monday.AddHours(832), 1);
        var found = All.Select(baseline => baseline(hours, TestHours.Monday.AddHours(1000), 1)[0]);

        // Four weeks: 664, 496 and 328 are left; seven days: 952, 928 .. 856 and not 976, 832.
        Assert.Equal([double.NaN, double.NaN, 496, 904], found);
    }

    [Fact]
    public void EachBaseline_AnotherFuture_GivesTheSame()
    {
        var (hours, origin) = (TestHours.Noisy(10), TestHours.Monday.AddDays(45));
        var poisoned = hours.With(origin, int.MaxValue / 2, _ => double.PositiveInfinity);
        Assert.All(All, baseline => Assert.Equal(baseline(hours, origin, 168), baseline(poisoned, origin, 168)));
    }

    [Theory]
    [InlineData(-2000)]
    [InlineData(5000)]
    public void EachBaseline_OriginFarFromTheSeries_IsNotANumber(int hour)
    {
        var hours = TestHours.Noisy(10);
        Assert.All(
            All, baseline => Assert.All(baseline(hours, TestHours.Monday.AddHours(hour), 24), value => Assert.True(double.IsNaN(value))));
    }

    [Theory]
    [InlineData(60, 0, 169, "1 to 168")]
    [InlineData(60, 0, 0, "1 to 168")]
    [InlineData(60, 30, 24, "on the hour")]
    [InlineData(15, 0, 24, "expected 60")]
    public void EachBaseline_ArgumentsThatMakeNoSense_AreRefused(int interval, int minute, int horizon, string expected)
    {
        var hours = TestHours.Noisy(1) with { Interval = TimeSpan.FromMinutes(interval) };
        Assert.All(All, baseline => Assert.Contains(
            expected, Assert.ThrowsAny<ArgumentException>(() => baseline(hours, TestHours.Monday.AddMinutes(minute), horizon)).Message,
            StringComparison.Ordinal));
    }
}
