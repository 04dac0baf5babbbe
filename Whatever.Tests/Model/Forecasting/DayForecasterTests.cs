using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles;

namespace Whatever.Tests.Model.Forecasting;

public sealed class DayForecasterTests
{
    public static TheoryData<ModelDescription> EveryStrategy => new(TestModels.Direct, TestModels.Recursive, TestModels.AtOnce);

    [Theory]
    [MemberData(nameof(EveryStrategy), DisableDiscoveryEnumeration = true)]
    public void Forecast_CompleteReadings_GivesSixDaysOfHoursInOrder(ModelDescription description)
    {
        var forecast = DayForecaster.Forecast(description.WithRandomWeights(), TestSeries.BaseDay, TestSeries.Wave());
        Assert.Equal((Quantity.FlowRate, TestSeries.BaseDay, "test-1"), (forecast.Quantity, forecast.BaseDay, forecast.ModelVersion));
        Assert.Empty(forecast.Skipped);
        Assert.False(forecast.LowConfidence);
        Assert.Equal(144, forecast.Values.Count);
        Assert.All(forecast.Values, (value, index) =>
        {
            Assert.Equal(((index / 24) + 1, index % 24), (value.Step, value.Hour));
            Assert.Equal(new DateTime(2024, 7, 1).AddDays(value.Step).AddHours(value.Hour), value.TargetHour);
            Assert.True(double.IsFinite(value.Value));
        });
    }

    [Fact]
    public void Forecast_WorkedExample_WindowOfTheEveningBeforeGivesTheFirstHourOfTheSecond()
    {
        var model = TestModels.Recursive.WithRandomWeights();
        double[] FirstHour(MinuteSeries series) => DayForecaster.Forecast(model, TestSeries.BaseDay, series).OfHour(0);
        var first = DayForecaster.Forecast(model, TestSeries.BaseDay, TestSeries.Wave()).Values[0];
        Assert.Equal((1, 0, TestSeries.At(7, 2, 0)), (first.Step, first.Hour, first.TargetHour));

        var before = FirstHour(TestSeries.Wave());
        Assert.NotEqual(before, FirstHour(TestSeries.Wave().With(TestSeries.At(6, 30, 23, 0), 1, value => value + 100)));
        Assert.NotEqual(before, FirstHour(TestSeries.Wave().With(TestSeries.At(6, 30, 23, 59), 1, value => value + 100)));
        Assert.Equal(before, FirstHour(TestSeries.Wave().With(TestSeries.At(6, 30, 22, 59), 1, value => value + 100)));
        Assert.Equal(before, FirstHour(TestSeries.Wave().With(TestSeries.At(7, 1, 0, 0), 1440, value => value + 100)));
    }

    [Fact]
    public void Forecast_ModelRelativeToTheHour_AddsItsOutputsInStandardDeviations()
    {
        // Values 100 and 300 in turn: the mean of every hour is 200, the standard deviation of n values 100 sqrt(n / (n - 1)).
        var flat = TestSeries.Wave().Map((_, i) => i % 2 == 0 ? 100 : 300);
        var forecast = DayForecaster.Forecast(TestModels.Direct.ThatGives(0, 0.5, -0.5, 1, -1, 2), TestSeries.BaseDay, flat);
        var deviation = 100 * Math.Sqrt(10080 / 10079.0);
        Assert.Equal(
            [200, 200 + (0.5 * deviation), 200 - (0.5 * deviation), 200 + deviation, 200 - deviation, 200 + (2 * deviation)],
            forecast.OfHour(7), Near);
    }

    [Fact]
    public void Forecast_FixedScaler_IsUndoneByItsOwnNumbers()
    {
        var description = TestModels.Recursive with { Strategy = "direct", Output = new(6, "nothing") };
        var forecast = DayForecaster.Forecast(description.ThatGives(0, 1, 2, -1, -2, 0.5), TestSeries.BaseDay, TestSeries.Wave());
        Assert.Equal([200, 250, 300, 150, 100, 225], forecast.OfHour(23), Near);
    }

    [Theory]
    [InlineData("context")]
    [InlineData("fixed")]
    public void Forecast_SeriesThatWasNeverNegative_IsNotNegativeEither(string scaler)
    {
        var forecast = DayForecaster.Forecast(LowModel(scaler), TestSeries.BaseDay, TestSeries.Wave());
        Assert.All(forecast.Values, value => Assert.Equal(0, value.Value));
    }

    [Theory]
    [InlineData("context")]
    [InlineData("fixed")]
    public void Forecast_SeriesBelowZero_MayStayBelowZero(string scaler)
    {
        var negative = TestSeries.Wave().Map((value, _) => value - 5000);
        Assert.All(DayForecaster.Forecast(LowModel(scaler), TestSeries.BaseDay, negative).Values, value => Assert.True(value.Value < -100));
    }

    [Fact]
    public void Forecast_ConstantSeries_IsFinite()
    {
        var constant = TestSeries.Wave().Map((_, _) => 0.1);
        var forecast = DayForecaster.Forecast(TestModels.Direct.WithRandomWeights(), TestSeries.BaseDay, constant);
        Assert.All(forecast.Values, value => Assert.True(double.IsFinite(value.Value)));
    }

    [Fact]
    public void Forecast_FiveMinuteModelOnFiveMinuteReadings_GivesAllHours()
    {
        var model = (TestModels.Direct with { SamplingIntervalMinutes = 5, Window = new(12, 7) }).WithRandomWeights();
        var forecast = DayForecaster.Forecast(model, TestSeries.BaseDay, TestSeries.Wave(intervalMinutes: 5));
        Assert.Equal((144, false), (forecast.Values.Count, forecast.LowConfidence));
    }

    [Fact]
    public void Forecast_ReadingsOfAnotherInterval_NamesBothIntervals()
    {
        var problem = Assert.Throws<ArgumentException>(() =>
            DayForecaster.Forecast(TestModels.Direct.WithRandomWeights(), TestSeries.BaseDay, TestSeries.Wave(intervalMinutes: 5)));
        Assert.Equal("test reads a value every 1 min, the series gives one every 5 min.", problem.Message);
    }

    private static ForecastModel LowModel(string scaler) =>
        (TestModels.Direct with { Scaler = scaler == "fixed" ? new("fixed", 0, 1) : new("context"), Output = new(6, "nothing") })
            .ThatGives([.. Enumerable.Repeat(-1000.0, 6)]);

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;
}
