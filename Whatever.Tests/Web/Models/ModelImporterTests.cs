using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles.Keras;
using Whatever.Tests.Support;
using Whatever.Web.Models;

namespace Whatever.Tests.Web.Models;

public sealed class ModelImporterTests : IAsyncLifetime
{
    private TestStation station = null!;

    public async ValueTask InitializeAsync() => station = await TestStation.StartAsync();

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Import_OneFeatureInOneValueOut_CanBePromoted()
    {
        var sensor = await station.AddSensorAsync();
        var result = Importer.Import(
            new ModelDraft { Name = "mine" }, File("keras3_archive_lstm/model.keras"), File("scalers/standard.pkl"),
            TestStation.Cancellation);
        Assert.Null(result.Model.ForecastProblem);
        Assert.Equal(0.01753882871974514, result.Model.Description.Scaler.Scale);
        Assert.Equal(ModelOrigin.Imported, station.Get<ModelCatalog>().List().Single(model => model.Name == "mine").Origin);
        Assert.Empty(await Registry.PromoteAsync(sensor.Key, Quantity.FlowRate, "mine", "test", TestStation.Cancellation));
    }

    [Fact]
    public async Task Import_OtherInputsThanTheStationKnows_IsKeptAndCannotBePromoted()
    {
        var sensor = await station.AddSensorAsync();
        Importer.Import(new ModelDraft { Name = "wide" }, File("keras2_sequence_output/model.h5"), null, TestStation.Cancellation);
        var problem = Assert.Single(
            await Registry.PromoteAsync(sensor.Key, Quantity.FlowRate, "wide", "test", TestStation.Cancellation).ToSentencesAsync());
        Assert.StartsWith("wide cannot forecast: features is input_1, expected 10 names", problem, StringComparison.Ordinal);
        Assert.EndsWith("change model.json.", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, null, null, "The name is")]
    [InlineData("../evil", null, null, null, "The name is")]
    [InlineData("flow_rate", null, null, null, "There is a model flow_rate already")]
    [InlineData("seasonal", null, null, null, "There is a model seasonal already")]
    [InlineData("a", 1.0, null, null, "Give the scaler's file")]
    [InlineData("a", 2.0, 1.0, null, "Give the scaler two ends")]
    [InlineData("a", 0.0, 1e-31, null, "Give the scaler two ends")]
    [InlineData("a", double.NaN, 1.0, null, "Give the scaler two ends")]
    [InlineData("a", 0.0, 1.0, "minmax", "Give the scaler's file")]
    [InlineData("a", null, null, "minmax_5", "the MinMaxScaler has 5 features, expected 1")]
    public void Import_DraftThatMakesNoSense_SaysWhatToDoAndKeepsNothing(
        string name, double? min, double? max, string? scaler, string sentence)
    {
        var draft = new ModelDraft { Name = name, ScalerMin = min, ScalerMax = max };
        var problem = Assert.Throws<ModelFileException>(
            () =>
                Importer.Import(
                    draft, File("keras1_lstm/model.h5"), scaler is null ? null : File($"scalers/{scaler}.pkl"), TestStation.Cancellation));
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
        Assert.All(station.Get<ModelCatalog>().List(), model => Assert.Equal(ModelOrigin.Shipped, model.Origin));
    }

    private ModelImporter Importer => station.Get<ModelImporter>();

    private ModelRegistry Registry => station.Get<ModelRegistry>();

    private static UploadedFile File(string name) =>
        new(Path.GetFileName(name), System.IO.File.ReadAllBytes(GoldenKerasTests.PathOf(name)));
}
