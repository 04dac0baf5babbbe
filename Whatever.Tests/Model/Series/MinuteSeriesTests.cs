using System.Globalization;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Series;

public sealed class MinuteSeriesTests
{
    private const double X = double.NaN;
    private static readonly DateTime Start = new(2024, 7, 9, 0, 30, 0);
    private static readonly MinuteSeries Five = Minutes(1, 2, 3, 4, 5);

    [Theory]
    [InlineData("2024-07-09 00:30:00", 0)]
    [InlineData("2024-07-09 00:30:59", 0)]
    [InlineData("2024-07-09 00:31:00", 1)]
    [InlineData("2024-07-09 00:29:59", -1)]
    [InlineData("2024-07-09 00:29:00", -1)]
    [InlineData("2024-07-08 00:30:00", -1440)]
    [InlineData("2024-07-10 00:30:00", 1440)]
    public void IndexOf_AnyTime_IsTheSlotThatHoldsIt(string time, int expected) =>
        Assert.Equal(expected, Five.IndexOf(DateTime.Parse(time, CultureInfo.InvariantCulture)));

    [Fact]
    public void IndexOf_EveryMinuteOfThirtyYears_IsTheInverseOfTimeAt()
    {
        for (var index = 0; index < 30 * 366 * 1440; index += 997)
        {
            Assert.Equal(index, Five.IndexOf(Five.TimeAt(index)));
        }
    }

    [Theory]
    [InlineData(5, 7)]
    [InlineData(15, 2)]
    [InlineData(60, 0)]
    public void IndexOf_CoarserInterval_CountsIntervals(int minutes, int expected)
    {
        var series = new MinuteSeries(Start, TimeSpan.FromMinutes(minutes), []);
        Assert.Equal(expected, series.IndexOf(Start.AddMinutes(39)));
    }

    [Fact]
    public void Slice_Inside_IsACopy()
    {
        var slice = Five.Slice(1, 3);
        slice[0] = 99;
        Assert.Equal([99, 3, 4], slice);
        Assert.Equal(2, Five.Values[1]);
    }

    [Theory]
    [InlineData(-2, 4, new[] { X, X, 1, 2 })]
    [InlineData(3, 4, new[] { 4, 5, X, X })]
    [InlineData(-1, 7, new[] { X, 1, 2, 3, 4, 5, X })]
    [InlineData(-9, 3, new[] { X, X, X })]
    [InlineData(5, 2, new[] { X, X })]
    [InlineData(50, 2, new[] { X, X })]
    [InlineData(-3, 3, new[] { X, X, X })]
    [InlineData(2, 0, new double[0])]
    public void Slice_BeyondTheSeries_IsMissingThere(int from, int count, double[] expected) =>
        Assert.Equal(expected, Five.Slice(from, count));

    [Fact]
    public void Slice_EmptySeries_IsMissing() => Assert.Equal([X, X], Minutes().Slice(0, 2));

    [Fact]
    public void HourMean_WholeHour_IsTheMeanOfItsSixtyMinutesAlone()
    {
        var series = Minutes([1000, .. Enumerable.Range(1, 60).Select(i => (double)i), 1000]);
        Assert.Equal(30.5, series.HourMean(Start.AddMinutes(1)), 12);
    }

    [Theory]
    [InlineData(30, 7.0)]
    [InlineData(29, X)]
    [InlineData(0, X)]
    public void HourMean_PartlyMissingHour_NeedsHalfOfIt(int measured, double expected)
    {
        var series = Minutes([.. Enumerable.Repeat(7.0, measured), .. Enumerable.Repeat(X, 60 - measured)]);
        Assert.Equal(expected, series.HourMean(Start));
    }

    [Theory]
    [InlineData(-30, 7.0)]
    [InlineData(-31, X)]
    [InlineData(30, 7.0)]
    [InlineData(31, X)]
    [InlineData(-600, X)]
    [InlineData(600, X)]
    public void HourMean_HourThatReachesOverAnEnd_CountsWhatTheSeriesHolds(int shift, double expected)
    {
        var series = Minutes([.. Enumerable.Repeat(7.0, 60)]);
        Assert.Equal(expected, series.HourMean(Start.AddMinutes(shift)));
    }

    [Fact]
    public void HourMean_HourlySeries_IsTheValueItself()
    {
        var series = new MinuteSeries(Start.Date, TimeSpan.FromHours(1), [3, X, 5]);
        Assert.Equal([3, X, 5], Enumerable.Range(0, 3).Select(hour => series.HourMean(Start.Date.AddHours(hour))));
    }

    private static MinuteSeries Minutes(params double[] values) => new(Start, TimeSpan.FromMinutes(1), values);

    /// <summary>A value every ten minutes from midnight on, counted in time: 0 to 5 is the first hour.</summary>
    [Theory]
    [InlineData(2, 6, new[] { 6.0, 7, 8, 9, 10, 11 })]
    [InlineData(3, 6, new[] { 6.0, 7, 8, 9, 10, 11 })]
    [InlineData(4, 6, new[] { 12.0, 13, 14, 15, 16, 17 })]
    [InlineData(4, 8, new[] { 10.0, 11, 12, 13, 14, 15, 16, 17 })]
    [InlineData(3, 13, new[] { double.NaN, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    public void Before_HourSkippedAtTwo_GoesOnWithWhatWasBeforeIt(int hour, int count, double[] expected)
    {
        // Of the hour from 2:00 on there is nothing; 3:00 follows 1:50.
        double[] values = [.. Enumerable.Range(0, 12).Select(i => (double)i), .. Enumerable.Repeat(double.NaN, 6), 12, 13, 14, 15, 16, 17];
        var start = new DateTime(2024, 3, 31);
        var series = new MinuteSeries(start, TimeSpan.FromMinutes(10), values)
        {
            Change = new ClockChange(start.AddHours(3), [.. Enumerable.Range(0, 12).Select(i => (double)i)]),
        };
        Assert.Equal(expected, series.Before(start.AddHours(hour), count));
    }

    [Theory]
    [InlineData(3, 6, new[] { 18.0, 19, 20, 21, 22, 23 })]
    [InlineData(3, 8, new[] { 16.0, 17, 18, 19, 20, 21, 22, 23 })]
    [InlineData(2, 6, new[] { 6.0, 7, 8, 9, 10, 11 })]
    [InlineData(4, 7, new[] { 23.0, 24, 25, 26, 27, 28, 29 })]
    public void Before_HourThatStandsTwice_TakesBothPassesInTheirOrder(int hour, int count, double[] expected)
    {
        // From 2:00 on the series shows the first pass, 12 to 17; 18 to 23 is the second one.
        double[] values = [.. Enumerable.Range(0, 18).Select(i => (double)i), 24, 25, 26, 27, 28, 29];
        var start = new DateTime(2024, 10, 27);
        var series = new MinuteSeries(start, TimeSpan.FromMinutes(10), values)
        {
            Change = new ClockChange(start.AddHours(3), [.. Enumerable.Range(0, 24).Select(i => (double)i)]),
        };
        Assert.Equal(expected, series.Before(start.AddHours(hour), count));
    }
}
