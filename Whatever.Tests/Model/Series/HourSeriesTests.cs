using Whatever.Model.Series;

namespace Whatever.Tests.Model.Series;

public sealed class HourSeriesTests
{
    private static readonly DateTime Midnight = new(2024, 7, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(60)]
    public void ToHours_EveryStep_GivesTheMeanOfEachHour(int minutes)
    {
        var perHour = 60 / minutes;
        var hours = Series(Midnight, minutes, [.. Enumerable.Range(0, 3 * perHour).Select(i => (double)i)]).ToHours();
        Assert.Equal((Midnight, TimeSpan.FromHours(1)), (hours.Start, hours.Interval));
        Assert.Equal(Enumerable.Range(0, 3).Select(hour => (hour * perHour) + ((perHour - 1) / 2.0)), hours.Values);
    }

    [Fact]
    public void ToHours_HalfOfAnHourMeasured_HasAMeanAndLessHasNone()
    {
        var nan = double.NaN;
        Assert.Equal([2.0, nan, nan], Series(Midnight, 15, [1, nan, 3, nan, nan, 9, nan, nan, nan, nan, nan, nan]).ToHours().Values);
    }

    [Fact]
    public void ToHours_StartWithinAnHour_BeginsWithThatHour()
    {
        var hours = Series(Midnight.AddMinutes(30), 15, [2, 4, 6, 6, 8, 8, 1]).ToHours();
        Assert.Equal(Midnight, hours.Start);
        Assert.Equal([3.0, 7.0, double.NaN], hours.Values);
    }

    [Fact]
    public void ToHours_HourlyButNotOnTheHour_MovesTheValuesToTheirHour()
    {
        var hours = Series(Midnight.AddMinutes(20), 60, [1, 2]).ToHours();
        Assert.Equal((Midnight, 1.0, 2.0), (hours.Start, hours.Values[0], hours.Values[1]));
    }

    /// <summary>Two ways to the same number: hour by hour on the fine series, and all at once.</summary>
    [Fact]
    public void ToHours_RandomGaps_AgreesWithTheMeanOfEachHour()
    {
        var random = new Random(3);
        var series = Series(
            Midnight.AddMinutes(17), 1,
            [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() < 0.5 ? double.NaN : random.NextDouble())]);
        var hours = series.ToHours();
        Assert.Equal(84, hours.Values.Length);
        Assert.Contains(hours.Values, double.IsNaN);
        Assert.All(hours.Values, (value, i) => Assert.Equal(series.HourMean(hours.TimeAt(i)), value));
    }

    [Fact]
    public void ToHours_NoValues_GivesNone() => Assert.Empty(Series(Midnight, 1, []).ToHours().Values);

    [Theory]
    [InlineData(7)]
    [InlineData(120)]
    [InlineData(0)]
    public void ToHours_StepThatDoesNotDivideAnHour_IsRefused(int minutes) =>
        Assert.Contains(
            $"every {minutes} min", Assert.Throws<ArgumentException>(() => Series(Midnight, minutes, [1]).ToHours()).Message,
            StringComparison.Ordinal);

    private static MinuteSeries Series(DateTime start, int minutes, double[] values) => new(start, TimeSpan.FromMinutes(minutes), values);
}
