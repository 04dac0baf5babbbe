using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.ModelFiles.Pickle;
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
        Assert.StartsWith(
            "wide cannot forecast: features is input_1, input_2, input_3, input_4, input_5, input_6, input_7, input_8, input_9, input_10, "
                + "expected 10 names", problem, StringComparison.Ordinal);
        Assert.EndsWith("change model.json.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_InputsSaid_AreScaledByTheirFeaturesAndTheModelCanBePromoted()
    {
        var sensor = await station.AddSensorAsync();
        var inputs = FeedingText.ReadInputs("pressure,flow_rate:4,hour:none,holiday:none,weekday");
        var draft = new ModelDraft { Name = "five", Inputs = inputs };
        var made = Importer.Import(
            draft, File("keras_made/five_inputs_h5/model.h5"), File("scalers/minmax_5.pkl"), TestStation.Cancellation).Model;
        var scaler = ScalerFile.Read(File("scalers/minmax_5.pkl").Content, "scaler");
        Assert.Null(made.ForecastProblem);
        Assert.Equal(["pressure", "flow_rate", "hour", "holiday", "weekday"], made.Description.Features);
        Assert.Equal(
            [scaler.Offsets[0], scaler.Offsets[3], null, null, scaler.Offsets[4]],
            made.Description.FeatureSettings!.Select(setting => setting?.Offset));
        Assert.Equal(
            (scaler.Offsets[3], scaler.Scales[3]), (made.Description.Scaler.Offset!.Value, made.Description.Scaler.Scale!.Value));
        Assert.Empty(await Registry.PromoteAsync(sensor.Key, Quantity.FlowRate, "five", "test", TestStation.Cancellation));
        Assert.Equal(made.Version, (await Registry.LoadAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)).Version);
    }

    [Fact]
    public async Task Import_TwoHeads_ServeBothQuantitiesAndEachGoesItsOwnWay()
    {
        var sensor = await station.AddSensorAsync();
        var draft = new ModelDraft { Name = "both", Inputs = FeedingText.ReadInputs("flow_rate:0..500,pressure:0..800") };
        var result = Importer.Import(draft, File("keras_made/two_heads_h5/model.h5"), null, TestStation.Cancellation);
        Assert.Contains(result.Notes, note => note.ToString().StartsWith("What the outputs are follows", StringComparison.Ordinal));
        foreach (var quantity in QuantityNames.All)
        {
            Assert.Empty(await Registry.PromoteAsync(sensor.Key, quantity, "both", "test", TestStation.Cancellation));
        }

        var models = await Registry.LoadAsync(sensor.Key, TestStation.Cancellation);
        Assert.Equal(QuantityNames.All, models.Select(model => model.Quantity));
        Assert.Equal([500.0, 800.0], models.Cast<ForecastModel>().Select(model => model.Description.Scaler.Scale!.Value));
        var before = (await Registry.CurrentAsync(sensor.Key, Quantity.Pressure, TestStation.Cancellation))!.Id;
        Assert.Empty(await Registry.PromoteAsync(sensor.Key, Quantity.Pressure, MixModel.ReservedName, "test", TestStation.Cancellation));
        Assert.Equal(
            ["both", MixModel.ReservedName],
            (await Registry.LoadAsync(sensor.Key, TestStation.Cancellation)).Select(model => model.Name));
        Assert.Empty(await Registry.RollBackAsync(sensor.Key, Quantity.Pressure, before, "test", TestStation.Cancellation));
        Assert.Equal(
            ["both", "both"], (await Registry.LoadAsync(sensor.Key, TestStation.Cancellation)).Select(model => model.Name));
    }

    [Fact]
    public void Import_HeadsWithoutNames_AreKeptUnsaidUntilTheyAreSaid()
    {
        var file = File("keras_made/two_heads_keras3/model.keras");
        var inputs = FeedingText.ReadInputs("flow_rate,pressure");
        var unsaid = Importer.Import(new ModelDraft { Name = "unsaid", Inputs = inputs }, file, null, TestStation.Cancellation).Model;
        Assert.Contains(
            "unsaid for out_a, out_b, expected flow_rate, pressure or none for each output", unsaid.ForecastProblem!.ToString(),
            StringComparison.Ordinal);
        var said = new ModelDraft { Name = "said", Inputs = inputs, Outputs = FeedingText.ReadOutputs("pressure,flow_rate") };
        var model = Importer.Import(said, file, null, TestStation.Cancellation).Model;
        Assert.Null(model.ForecastProblem);
        Assert.Equal([1, 0], QuantityNames.All.Select(quantity => model.HeadOf(quantity)!.First));
    }

    [Theory]
    [InlineData(true, 0, 2, 1)]
    [InlineData(false, 0, 1, 3)]
    public void Import_OneOutputOfBothQuantities_IsTakenApartAsItIsSaid(bool byStep, int first, int every, int second)
    {
        var draft = new ModelDraft
        {
            Name = "one",
            Inputs = FeedingText.ReadInputs("flow_rate,pressure,hour,weekday,month"),
            Outputs = FeedingText.ReadOutputs("flow_rate,pressure"),
            OutputsByStep = byStep,
        };
        var model = Importer.Import(draft, File("keras_made/five_inputs_h5/model.h5"), null, TestStation.Cancellation).Model;
        var (flow, pressure) = (model.HeadOf(Quantity.FlowRate)!, model.HeadOf(Quantity.Pressure)!);
        Assert.Equal((first, every, second, 3), (flow.First, flow.Every, pressure.First, pressure.Steps));
        var problem = Assert.Throws<ModelFileException>(
            () => Importer.Import(
                draft with { Name = "two", OutputsByStep = null }, File("keras_made/five_inputs_h5/model.h5"), null,
                TestStation.Cancellation));
        Assert.Contains("the output dense of 6 numbers holds 2 quantities", problem.Message, StringComparison.Ordinal);
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
