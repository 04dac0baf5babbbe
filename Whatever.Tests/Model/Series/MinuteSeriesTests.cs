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
}
