using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Models;

namespace Whatever.Tests.Web.Models;

public sealed class ModelRegistryTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;
    private ModelRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        registry = station.Get<ModelRegistry>();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Load_NothingAssigned_GivesTheShippedModels()
    {
        Assert.Equal(
            [("flow_rate", Quantity.FlowRate), ("pressure", Quantity.Pressure)],
            (await LoadAsync()).Select(model => (model.Name, model.Quantity)));
        Assert.Null(await registry.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
        Assert.All(station.Get<ModelCatalog>().List(), model => Assert.Equal((ModelOrigin.Shipped, null), (model.Origin, model.Problem)));
    }

    [Fact]
    public async Task Promote_TrainedModel_ForecastsThatQuantityOfThatSensorOnly()
    {
        var other = await station.AddSensorAsync(new() { Id = "other" });
        Train("better", "flow_rate");
        Assert.Empty(await PromoteAsync(Quantity.FlowRate, "better"));
        Assert.Equal(["better", "pressure"], (await LoadAsync()).Select(model => model.Name));
        Assert.Equal(
            ["flow_rate", "pressure"], (await registry.LoadAsync(other.Key, TestStation.Cancellation)).Select(model => model.Name));
        var current = await registry.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal(
            ("better", "better-v2", "because", TestStation.Noon), (current!.Model, current.Version, current.Reason, current.PromotedAt));
    }

    [Fact]
    public async Task Promote_BackToTheShippedModel_Works()
    {
        Train("better", "flow_rate");
        await PromoteAsync(Quantity.FlowRate, "better");
        Assert.Empty(await PromoteAsync(Quantity.FlowRate, "flow_rate"));
        Assert.Equal("flow_rate", (await LoadAsync())[0].Name);
    }

    [Fact]
    public async Task Promote_ModelThatDoesNotFit_IsRefusedWithTheReason()
    {
        Assert.Equal(["There is no model nothing."], await PromoteAsync(Quantity.FlowRate, "nothing"));
        Assert.Equal(["There is no model ../../etc."], await PromoteAsync(Quantity.FlowRate, "../../etc"));
        Assert.Equal(["pressure forecasts pressure, expected a model of flow_rate."], await PromoteAsync(Quantity.FlowRate, "pressure"));
        await station.ExecuteAsync("UPDATE sensors SET sampling_interval_minutes = 15");
        Assert.Equal(
            ["flow_rate reads a value every 1 min, sensor_01 gives one every 15 min."], await PromoteAsync(Quantity.FlowRate, "flow_rate"));
        Assert.Null(await registry.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
    }

    [Theory]
    [InlineData("model.json", null, "model.json: cannot be read")]
    [InlineData("model.json", "not json", "model.json is not JSON from line 1, column ")]
    [InlineData("model.json", "null", "is null, expected a model description")]
    [InlineData("model.json", "{}", "model.json lacks format.")]
    [InlineData("weights.safetensors", null, "weights.safetensors: cannot be read")]
    [InlineData("weights.safetensors", "garbage", "weights.safetensors: sha256 is ")]
    public async Task List_BrokenModel_IsShownWithItsProblemAndNeverPromoted(string file, string? content, string expected)
    {
        var directory = Train("broken", "flow_rate");
        File.Delete(Path.Combine(directory, file));
        if (content is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, file), content, TestStation.Cancellation);
        }

        var listed = Assert.Single(station.Get<ModelCatalog>().List(), model => model.Name == "broken");
        Assert.Null(listed.Model);
        Assert.Contains(expected, listed.Problem?.ToString(), StringComparison.Ordinal);
        Assert.Equal([listed.Problem!.ToString()], await PromoteAsync(Quantity.FlowRate, "broken"));
    }

    [Fact]
    public async Task Load_TrainedModelCalledLikeAShippedOne_TakesNothingOverByItself()
    {
        Train("flow_rate", "pressure");
        Assert.Equal(
            [("flow_rate-1", Quantity.FlowRate), ("pressure-1", Quantity.Pressure)],
            (await LoadAsync()).Select(model => (model.Version, model.Quantity)));
    }

    [Fact]
    public async Task Load_PromotedModelGone_SaysWhereItWasLookedFor()
    {
        var directory = Train("better", "flow_rate");
        await PromoteAsync(Quantity.FlowRate, "better");
        Directory.Delete(directory, recursive: true);
        var problem = await Assert.ThrowsAsync<ModelFileException>(LoadAsync);
        Assert.Contains(directory, problem.Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<IStationModel>> LoadAsync() => registry.LoadAsync(sensor.Key, TestStation.Cancellation);

    private Task<IReadOnlyList<string>> PromoteAsync(Quantity quantity, string name) =>
        registry.PromoteAsync(sensor.Key, quantity, name, "because", TestStation.Cancellation).ToSentencesAsync();

    /// <summary>A copy of a shipped model under another name.</summary>
    private string Train(string name, string shipped)
    {
        var model = ForecastModelFile.Load(Path.Combine(ModelCatalog.ShippedRoot, shipped));
        var directory = Path.Combine(station.Folder.Models, name);
        new ForecastModel(model.Description with { Name = name, Version = $"{name}-v2" }, model.Network).Save(directory);
        return directory;
    }
}
