using Whatever.Model.Series;

namespace Whatever.Tests.Model.Series;

public sealed class HourSumsTests
{
    private static readonly DateTime Start = new(2024, 7, 1, 5, 20, 0, DateTimeKind.Unspecified);

    [Theory]
    [InlineData(1, 0, 3000)]
    [InlineData(1, 17, 2991)]
    [InlineData(1, 41, 42)]
    [InlineData(5, 3, 250)]
    [InlineData(60, 0, 48)]
    public void Over_AnySpan_IsWhatIsSummedUpByHand(int minutes, int from, int to)
    {
        var random = new Random(3);
        double Value(int i) => i % 7 == 3 ? double.NaN : (100 * random.NextDouble()) - 5;

        var series = Series(minutes, [.. Enumerable.Range(0, to + 30).Select(Value)]);
        var measured = series.Values[from..to].Where(value => !double.IsNaN(value)).ToList();
        var found = new HourSums(series).Over(from, to);
        Assert.Equal(measured.Count, found.Count);
        Assert.Equal(measured.Sum(), found.Sum, 1e-9);
        Assert.Equal(Math.Min(0, measured.Min()), found.Lowest);
        var mean = measured.Average();
        Assert.Equal(measured.Sum(value => (value - mean) * (value - mean)), found.Squares, 1e-7);
    }

    /// <summary>The same hours of a series that begins later, asked for in another order.</summary>
    [Fact]
    public void Over_SameSpanOfAnotherSeries_IsTheSameToTheLastBit()
    {
        var random = new Random(4);
        var series = Series(1, [.. Enumerable.Range(0, 6000).Select(_ => 1e6 * random.NextDouble())]);
        var later = new MinuteSeries(series.TimeAt(777), series.Interval, series.Values[777..]);
        var (first, second) = (new HourSums(series), new HourSums(later));
        first.Over(0, 5000);
        Assert.Equal(first.Over(1000, 4000), second.Over(1000 - 777, 4000 - 777));
        Assert.Equal(first.Over(1013, 3999), second.Over(1013 - 777, 3999 - 777));
    }

    [Fact]
    public void Over_NothingMeasured_IsNothing() =>
        Assert.Equal(new SpanSums(0, 0, 0, 0), new HourSums(Series(1, [.. Enumerable.Repeat(double.NaN, 300)])).Over(10, 290));

    [Fact]
    public void Over_LevelFarFromZero_KeepsTheSpread()
    {
        var found = new HourSums(Series(1, [.. Enumerable.Range(0, 600).Select(i => 1e9 + (i % 2))])).Over(0, 600);
        Assert.Equal(150, found.Squares, 1e-6);
    }

    private static MinuteSeries Series(int minutes, double[] values) => new(Start, TimeSpan.FromMinutes(minutes), values);
}
