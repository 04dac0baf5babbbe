using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles;

namespace Whatever.Tests.Model.Forecasting;

public sealed class ForecastConfidenceTests
{
    private const int Hour = 13;
    private static readonly DateTime WindowStart = TestSeries.At(7, 1, 12);

    [Theory]
    [InlineData(0, false)]
    [InlineData(12, false)]
    [InlineData(13, true)]
    [InlineData(30, true)]
    public void Forecast_GapInTheWindow_IsLowInConfidenceAboveAFifth(int missing, bool expected)
    {
        foreach (var offset in new[] { 0, 10, 60 - missing })
        {
            var forecast = Run(TestModels.Direct, TestSeries.Wave().Without(WindowStart.AddMinutes(offset), missing));
            Assert.Empty(forecast.Skipped);
            Assert.All(forecast.Values, value => Assert.Equal(expected && value.Hour == Hour, value.LowConfidence));
            Assert.Equal(expected, forecast.LowConfidence);
        }
    }

    [Theory]
    [InlineData(31, "52 %")]
    [InlineData(45, "75 %")]
    [InlineData(60, "100 %")]
    public void Forecast_MoreThanHalfOfTheWindowMissing_IsNoneWithTheReason(int missing, string share)
    {
        foreach (var offset in new[] { 0, 60 - missing })
        {
            var forecast = Run(TestModels.Direct, TestSeries.Wave().Without(WindowStart.AddMinutes(offset), missing));
            var skipped = Assert.Single(forecast.Skipped);
            Assert.Equal((Hour, $"{share} of the window is missing, expected at most 50 %"), (skipped.Hour, skipped.Reason.ToString()));
            Assert.Equal(23 * 6, forecast.Values.Count);
            Assert.DoesNotContain(forecast.Values, value => value.Hour == Hour);
        }
    }

    [Fact]
    public void Forecast_ScatteredMissingMinutes_AreCountedTogether()
    {
        var gappy = Enumerable.Range(0, 31)
            .Aggregate(TestSeries.Wave(), (series, i) => series.Without(WindowStart.AddMinutes(i * 60 / 31), 1));
        Assert.Equal(Hour, Assert.Single(Run(TestModels.Direct, gappy).Skipped).Hour);
    }

    [Fact]
    public void Forecast_GapBeforeTheWindow_CountsForNothing() =>
        Assert.False(
            Run(
                TestModels.Recursive,
                TestSeries.Wave().Without(WindowStart.AddMinutes(-50), 50)).Values.Single(value =>
                    value is { Step: 1, Hour: Hour }).LowConfidence);

    [Fact]
    public void Forecast_LongGapAtTheStartOfTheWindow_IsRepairedFromBothOfItsEnds()
    {
        // From 11:40 to 12:20 missing; 0 before, 82 after: linear over 41 steps, so that 12:00 is 2 * 20 + 2.
        var readings = TestSeries.Wave().With(TestSeries.At(7, 1, 11, 39), 1, _ => 0).With(TestSeries.At(7, 1, 12, 20), 1, _ => 82);
        var window = ModelWindow.Build(TestModels.Recursive, readings.Without(TestSeries.At(7, 1, 11, 40), 40), TestSeries.At(7, 1, Hour));
        Assert.Equal((42 - 200) / 50.0, window.ToInputs()[0], 1e-12);
        Assert.Equal(20 / 60.0, window.RepairedShare, 1e-12);
    }

    [Fact]
    public void Forecast_GapUpToTheEndOfTheWindow_HoldsTheLastValueAndCounts()
    {
        var readings = TestSeries.Wave().With(TestSeries.At(7, 1, 12, 54), 1, _ => 300).Without(TestSeries.At(7, 1, 12, 55), 30);
        var window = ModelWindow.Build(TestModels.Recursive, readings, TestSeries.At(7, 1, Hour));
        Assert.Equal(Enumerable.Repeat(2.0, 6), window.ToInputs()[^6..]);
        Assert.Equal(5 / 60.0, window.RepairedShare, 1e-12);
    }

    [Theory]
    [InlineData("context", 24, false)]
    [InlineData("context", 23, true)]
    [InlineData("fixed", 24, false)]
    [InlineData("fixed", 23, true)]
    public void Forecast_LessThanADayOfContext_IsLowInConfidence(string scaler, int hours, bool expected)
    {
        var model = TestModels.Direct with { Scaler = scaler == "fixed" ? new("fixed", 200, 50) : new("context") };
        var forecast = Run(model, TestSeries.Wave().From(TestSeries.At(7, 1, 0).AddHours(-hours)));
        Assert.Equal(expected, forecast.Values.Single(value => value is { Step: 1, Hour: 0 }).LowConfidence);
    }

    [Fact]
    public void Forecast_ModelWithoutContext_DoesNotAskForOne() =>
        Assert.False(Run(TestModels.Recursive, TestSeries.Wave().From(TestSeries.At(6, 30, 23))).LowConfidence);

    [Theory]
    [InlineData(0)]
    [InlineData(144)]
    public void Forecast_NoReadings_SkipsEveryHour(int outputs)
    {
        var model = outputs == 144 ? TestModels.AtOnce : TestModels.Direct;
        foreach (
            var readings in new[] { TestSeries.Wave() with { Values = [] }, TestSeries.Wave().Without(TestSeries.At(6, 1, 0), 100_000) })
        {
            var forecast = Run(model, readings);
            Assert.Empty(forecast.Values);
            Assert.Equal(Enumerable.Range(0, 24), forecast.Skipped.Select(skipped => skipped.Hour));
            Assert.All(
                forecast.Skipped,
                skipped => Assert.Contains("100 % of the window is missing", skipped.Reason.ToString(), StringComparison.Ordinal));
        }
    }

    private static DayForecast Run(ModelDescription model, MinuteSeries readings) =>
        DayForecaster.Forecast(model.WithRandomWeights(), TestSeries.BaseDay, readings);
}
