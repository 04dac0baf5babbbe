using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles;

namespace Whatever.Tests.Model.Forecasting;

/// <summary>Nothing measured where a window ends or later may have any influence: not even on the last bit.</summary>
public sealed class LookAheadTests
{
    private static readonly ModelDescription[] HourByHour =
    [
        TestModels.Direct,
        TestModels.Recursive,
        TestModels.Direct with { Scaler = new("fixed", 200, 50), Output = new(6, "nothing") },
    ];

    public static MatrixTheoryData<int, int> ModelsAndHours => new([0, 1, 2], [0, 1, 12, 23]);

    [Theory]
    [MemberData(nameof(ModelsAndHours))]
    public void Forecast_LaterReadingsChanged_StaysTheSameToTheLastBit(int description, int hour)
    {
        var model = HourByHour[description].WithRandomWeights();
        var (readings, end) = (TestSeries.Wave(), ForecastTargets.WindowEnd(TestSeries.BaseDay, hour));
        var before = UpTo(hour, model, readings);
        Assert.Equal((hour + 1) * 6, before.Length);
        Assert.Equal(before, UpTo(hour, model, readings.With(end, 1440, value => (3 * value) + 1000)));
        Assert.Equal(before, UpTo(hour, model, readings.With(end, 1440, _ => -1)));
        Assert.Equal(before, UpTo(hour, model, readings.Without(end, 1440)));
        Assert.Equal(before, UpTo(hour, model, readings with { Values = readings.Values[..readings.IndexOf(end)] }));
    }

    [Theory]
    [MemberData(nameof(ModelsAndHours))]
    public void Forecast_LastMinuteOfTheWindowChanged_Changes(int description, int hour)
    {
        var model = HourByHour[description].WithRandomWeights();
        var last = ForecastTargets.WindowEnd(TestSeries.BaseDay, hour).AddMinutes(-1);
        var before = DayForecaster.Forecast(model, TestSeries.BaseDay, TestSeries.Wave()).OfHour(hour);
        Assert.NotEqual(
            before, DayForecaster.Forecast(model, TestSeries.BaseDay, TestSeries.Wave().With(last, 1, value => value + 50)).OfHour(hour));
    }

    /// <summary>A gap that reaches over the window's end must not be filled with what came after it.</summary>
    [Fact]
    public void Forecast_GapOverTheWindowsEnd_IsNotFilledFromBehind()
    {
        var model = TestModels.Recursive.WithRandomWeights();
        var gappy = TestSeries.Wave().Without(TestSeries.At(7, 1, 11, 50), 20);
        var before = DayForecaster.Forecast(model, TestSeries.BaseDay, gappy).OfHour(12);
        Assert.Equal(
            before,
            DayForecaster.Forecast(model, TestSeries.BaseDay, gappy.With(TestSeries.At(7, 1, 12), 720, value => value * 5)).OfHour(12));
    }

    [Fact]
    public void Forecast_AllAtOnce_LooksAtTheWholeBaseDayAndNotBeyond()
    {
        var model = TestModels.AtOnce.WithRandomWeights();
        double[] Run(MinuteSeries series) =>
            [.. DayForecaster.Forecast(model, TestSeries.BaseDay, series).Values.Select(value => value.Value)];
        var readings = TestSeries.Wave(daysAfter: 6);
        Assert.Equal(Run(readings), Run(readings.With(TestSeries.At(7, 2, 0), 6 * 1440, _ => 9999)));
        Assert.NotEqual(Run(readings), Run(readings.With(TestSeries.At(7, 1, 23, 59), 1, _ => 9999)));
    }

    private static double[] UpTo(int hour, ForecastModel model, MinuteSeries readings) =>
        [
            .. DayForecaster.Forecast(model, TestSeries.BaseDay, readings).Values.Where(value => value.Hour <= hour)
                .Select(value => value.Value)];
}
