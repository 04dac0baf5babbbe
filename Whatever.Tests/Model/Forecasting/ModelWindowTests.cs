using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles;
using Whatever.Tests.Model.Networks;

namespace Whatever.Tests.Model.Forecasting;

/// <summary>Every feature once more, from its definition, for one hour of the base day.</summary>
public sealed class ModelWindowTests
{
    private const int Hour = 13;
    private static readonly MinuteSeries Readings = TestSeries.Wave();
    private static readonly DateTime End = ForecastTargets.WindowEnd(TestSeries.BaseDay, Hour);

    [Fact]
    public void ToInputs_EveryFeature_IsWhatItsDefinitionSays()
    {
        var inputs = ModelWindow.Build(TestModels.Direct, Readings, End).ToInputs();
        var expected = NaiveInputs();
        Assert.Equal(60 * 12, inputs.Length);
        Assert.All(expected.SelectMany(row => row), (value, index) => Assert.Equal(value, inputs[index], 1e-9));
    }

    [Fact]
    public void Forecast_Direct_IsTheScalarNetworkOnThoseFeatures()
    {
        var model = TestModels.Direct.WithRandomWeights();
        var (_, deviation) = Context();
        var expected = ScalarLstm.Run(NaiveInputs(), model.Network).Select(y => HourMean() + (y * deviation));
        var found = DayForecaster.Forecast(model, TestSeries.BaseDay, Readings).OfHour(Hour);
        Assert.All(expected, (value, index) => Assert.Equal(Math.Max(0, value), found[index], 2e-4));
    }

    [Fact]
    public void Forecast_Recursive_IsFedItsOwnOutputSixTimes()
    {
        var model = TestModels.Recursive.WithRandomWeights();
        var window = Window().Select(value => (value - 200) / 50).ToList();
        var expected = new List<double>();
        for (var step = 0; step < 6; step++)
        {
            var y = ScalarLstm.Run([.. window.Select(value => new[] { value })], model.Network)[0];
            expected.Add(200 + (50 * y));
            window.RemoveAt(0);
            window.Add(y);
        }

        var found = DayForecaster.Forecast(model, TestSeries.BaseDay, Readings).OfHour(Hour);
        Assert.All(expected, (value, index) => Assert.Equal(value, found[index], 2e-4));
        Assert.Equal(6, found.Distinct().Count());
    }

    [Fact]
    public void LastWeek_HourThatWasNotMeasured_TakesTheMeanOfTheHour()
    {
        var gappy = Readings.Without(End.AddDays(-6), 60);
        var context = ModelWindow.Build(TestModels.Direct, gappy, End).Context;
        Assert.Equal(context.HourMean, context.LastWeek(1));
        Assert.Equal(Readings.HourMean(End.AddDays(-5)), context.LastWeek(2));
        Assert.Equal(
            Enumerable.Range(1, 7).Where(back => back != 6).Average(back => Readings.HourMean(End.AddDays(-back))), context.HourMean, 9);
    }

    [Fact]
    public void HourMean_HourNeverMeasured_IsTheMeanOfTheContext()
    {
        var gappy = Enumerable.Range(1, 7).Aggregate(Readings, (series, back) => series.Without(End.AddDays(-back), 60));
        var context = ModelWindow.Build(TestModels.Direct, gappy, End).Context;
        Assert.Equal(context.Offset, context.HourMean);
    }

    private static double[] Window() => Readings.Slice(Readings.IndexOf(End) - 60, 60);

    private static double[][] NaiveInputs()
    {
        var (mean, deviation) = Context();
        double Scale(double value) => (value - mean) / deviation;
        return [.. Window().Select((value, step) =>
        {
            var day = (End.AddMinutes(step - 60) - TestSeries.BaseDay.ToDateTime(TimeOnly.MinValue)).TotalMinutes / 1440;
            var week = (int)End.DayOfWeek / 7.0;
            double[] known =
            [
                Scale(value), Math.Sin(day * Math.Tau), Math.Cos(day * Math.Tau), Math.Sin(week * Math.Tau), Math.Cos(week * Math.Tau),
                Scale(HourMean()),
            ];
            return (double[])[.. known, .. Enumerable.Range(1, 6).Select(ahead => Scale(Readings.HourMean(End.AddDays(ahead - 7))))];
        })];
    }

    /// <summary>Two passes over the seven days that end with the window.</summary>
    private static (double Mean, double Deviation) Context()
    {
        var values = Readings.Slice(Readings.IndexOf(End) - (7 * 1440), 7 * 1440);
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }

    private static double HourMean() => Enumerable.Range(1, 7).Average(back => Readings.HourMean(End.AddDays(-back)));
}
