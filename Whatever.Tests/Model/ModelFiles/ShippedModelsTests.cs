using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.ModelFiles;

public sealed class ShippedModelsTests
{
    private static readonly DateTime Start = new(2025, 9, 1);
    private static readonly DateOnly BaseDay = new(2025, 9, 15);

    [Theory]
    [InlineData("flow_rate", Quantity.FlowRate)]
    [InlineData("pressure", Quantity.Pressure)]
    public void Load_ShippedModel_IsWhatItsFolderSaysAndBeatsTheBaselineByItsCard(string name, Quantity quantity)
    {
        var model = Load(name);
        Assert.Equal(
            (quantity, 60, 7, 6, "direct"), (model.Quantity, model.WindowSteps, model.ContextDays, model.OutputSteps, model.Strategy));
        Assert.True(model.Card!.HeldBackError < model.Card.BaselineError, $"{model.Card.HeldBackError} against {model.Card.BaselineError}");
    }

    [Fact]
    public void ModelsFolder_EveryModel_Loads() =>
        Assert.All(
            Directory.GetDirectories(Path.Combine(Repository.Root, "models")),
            folder => Assert.Equal(Path.GetFileName(folder), ForecastModelFile.Load(folder).Name));

    /// <summary>Water of another seed and another season than the models were trained on.</summary>
    [Theory]
    [InlineData("flow_rate")]
    [InlineData("pressure")]
    public void Forecast_WaterThatWasNotTrainedOn_BeatsBothBaselines(string name)
    {
        var water = new WaterSimulator(new SimulationOptions { Seed = 99 }).Generate(Start, 25 * 1440);
        var series = new MinuteSeries(
            Start, TimeSpan.FromMinutes(1), [.. water.Select(minute => name == "pressure" ? minute.Pressure : minute.FlowRate)]);
        var result = Backtest.Run(Load(name), series, BaseDay, BaseDay.AddDays(2), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(6 * 72, result.ByLeadDay.Sum(row => row.Model.Hours));
        Assert.True(result.MeanAbsoluteError < result.ByLeadDay.Average(row => row.Baselines.LastWeek), $"{result}");
        Assert.True(result.MeanAbsoluteError < result.ByLeadDay.Average(row => row.Baselines.SevenDayMean), $"{result}");
        Assert.Equal(144, DayForecaster.Forecast(Load(name), BaseDay, series).Values.Count);
    }

    private static ForecastModel Load(string name) => ForecastModelFile.Load(Path.Combine(Repository.Root, "models", name));
}
