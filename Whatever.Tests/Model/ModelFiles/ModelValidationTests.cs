using Whatever.Model.Forecasting;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.ModelFiles;

public sealed class ModelValidationTests
{
    private static readonly LayerDescription Lstm = new("lstm", 4);
    private static readonly LayerDescription Six = new("dense", 6);
    private static readonly LayerDescription Both = new(
        "bidirectional")
    { Layer = Lstm, BackwardLayer = Lstm with { GoBackwards = true }, MergeMode = "concat" };

    /// <summary>What is wrong, and the sentence that has to name the field, what was found and what was expected.</summary>
    public static TheoryData<string, ModelDescription> Wrong => new()
    {
        { "format is whatever-model/2, expected whatever-model/1 (format)", TestModels.Direct with { Format = "whatever-model/2" } },
        { "name is , expected a name (name)", TestModels.Direct with { Name = "" } },
        { "version is , expected a version (version)", TestModels.Direct with { Version = "" } },
        { "quantity is level, expected flow_rate or pressure (quantity)", TestModels.Direct with { Quantity = "level" } },
        { "sampling_interval_minutes is 2, expected 1, 5, 10, 15 or 60 "
            + "(sampling_interval_minutes)", TestModels.Direct with { SamplingIntervalMinutes = 2 } },
        { "window.steps is 0, expected 1 to 100000 (window.steps)", TestModels.Direct with { Window = new(0, 7) } },
        { "window.steps is 100001, expected 1 to 100000 (window.steps)", TestModels.Direct with { Window = new(100_001, 7) } },
        { "window.context_days is -1, expected 0 to 366 (window.context_days)", TestModels.Recursive with { Window = new(60, -1) } },
        { "window.context_days is 367, expected 0 to 366 (window.context_days)", TestModels.Direct with { Window = new(60, 367) } },
        { "window.context_days is 6, expected 7 or more", TestModels.Direct with { Window = new(60, 6) } },
        { "window.context_days is 0, expected 1 or more", TestModels.Recursive with { Scaler = new("context") } },
        { "features is empty, expected at least one feature (features)", TestModels.Direct with { Features = [] } },
        { "features is last_week_7, expected 2 names that say what the network is fed with at each step, out of value, "
            + "time_of_day_sin", TestModels.Direct with { Features = ["value", "last_week_7"] } },
        { "features is missing, expected value, time_of_day_sin", TestModels.Direct with { Features = ["value", null!] } },
        { "scaler.kind is minmax, expected context or fixed (scaler.kind)", TestModels.Direct with { Scaler = new("minmax") } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", 1, 0) } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", 1) } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", null, 1) } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", double.NaN, 1) } },
        { "strategy is both, expected direct or recursive (strategy)", TestModels.Direct with { Strategy = "both" } },
        {
            "output.steps is 5, expected 1, 6 or 144 (output.steps)",
            TestModels.Direct with { Output = new(5, "nothing"), Layers = [Lstm, new("dense", 5)] }
        },
        { "output.steps is 1, expected 1 for a recursive model, 6 or 144 for a direct "
            + "one", TestModels.Direct with { Output = new(1, "nothing"), Layers = [Lstm, new("dense", 1)] } },
        { "output.steps is 6, expected 1 for a recursive model, 6 or 144 for a direct "
            + "one", TestModels.Direct with { Strategy = "recursive" } },
        { "output.relative_to is week, expected nothing or hour_mean "
            + "(output.relative_to)", TestModels.Direct with { Output = new(6, "week") } },
        { "output.relative_to is hour_mean, expected nothing", TestModels.AtOnce with { Output = new(144, "hour_mean") } },
        { "output.relative_to is hour_mean, expected nothing", TestModels.Recursive with { Output = new(1, "hour_mean") } },
        { "layers is empty, expected at least one layer, none of them null (layers)", TestModels.Direct with { Layers = [] } },
        { "output.steps is 6, expected 360, which the last layer gives (output.steps)", TestModels.Direct with { Layers = [Six] } },
        { "output.steps is 6, expected 4, which the last layer gives (output.steps)", TestModels.Direct with { Layers = [Lstm] } },
        { "output.steps is 6, expected 7, which the last layer gives "
            + "(output.steps)", TestModels.Direct with { Layers = [Lstm, new("dense", 7)] } },
        { "layers[2] is lstm of a vector of 6, expected a sequence "
            + "(return_sequences", TestModels.Direct with { Layers = [Lstm, Six, Lstm, Six] } },
        { "layers[1].type is attention, expected lstm, gru,", TestModels.Direct with { Layers = [Lstm, new("attention", 4), Six] } },
        { "layers is missing, expected", TestModels.Direct with { Layers = [Lstm, null!, Six] } },
        { "layers[0].units is 0, expected 1 to 4096 (layers[0].units)", TestModels.Direct with { Layers = [new("lstm", 0), Six] } },
        { "layers[0].units is 4097, expected 1 to 4096 (layers[0].units)", TestModels.Direct with { Layers = [new("lstm", 4097), Six] } },
        { "layers[1].activation is swash, expected linear, relu,", TestModels.Direct with { Layers = [Lstm, new("dense", 6, "swash")] } },
        { "layers[0].activation is softmax, expected linear, relu,", TestModels.Direct with { Layers = [new("lstm", 4, "softmax"), Six] } },
        {
            "layers[0].recurrent_activation is no, expected linear",
            TestModels.Direct with { Layers = [new("gru", 4) { RecurrentActivation = "no" }, Six] }
        },
        { "layers[0].layer is dense, expected lstm, gru or "
            + "simple_rnn", TestModels.Direct with { Layers = [Both with { Layer = Six }, Six] } },
        {
            "layers[0].backward_layer is missing, expected lstm, gru",
            TestModels.Direct with { Layers = [Both with { BackwardLayer = null }, Six] }
        },
        { "layers[0].backward_layer.units is 5, expected 4 as in the forward "
            + "layer", TestModels.Direct with { Layers = [Both with { BackwardLayer = new("lstm", 5) }, Six] } },
        { "layers[0].merge_mode is minus, expected concat, sum, mul "
            + "or ave", TestModels.Direct with { Layers = [Both with { MergeMode = "minus" }, Six] } },
        { "layers[0].layer is lstm, expected dense", TestModels.Direct with { Layers = [new("time_distributed") { Layer = Lstm }, Six] } },
        { "layers[0].size is missing, expected 1 to 100000", TestModels.Direct with { Layers = [new("conv1d", 2), Six] } },
        {
            "layers[0].padding is causal, expected valid or same",
            TestModels.Direct with { Layers = [new("max_pooling1d") { Size = 2, Padding = "causal" }, Six] }
        },
        {
            "layers[0] is conv1d of 0 x 2 numbers, expected 1 to",
            TestModels.Direct with { Layers = [new("conv1d", 2) { Size = 61 }, Six] }
        },
        { "layers[0] is repeat_vector of a sequence of 60 x 12, expected a "
            + "vector", TestModels.Direct with { Layers = [new("repeat_vector") { Steps = 2 }, Lstm, Six] } },
        { "layers[1] is repeat_vector of 100000 x 4096 numbers, expected 1 "
            + "to", TestModels.Direct with { Layers = [new("lstm", 4096), new("repeat_vector") { Steps = 100_000 }, Lstm, Six] } },
        { "layers[0] is reshape to 7 x 7, expected as many numbers as there are (60 x "
            + "12)", TestModels.Direct with { Layers = [new("reshape") { Steps = 7, Features = 7 }, Lstm, Six] } },
        {
            "layers[0].epsilon is -1, expected a number from 0 on",
            TestModels.Direct with { Layers = [new("batch_normalization") { Epsilon = -1 }, Lstm, Six] }
        },
    };

    public static TheoryData<ModelDescription> Right => new(
        TestModels.Direct,
        TestModels.Recursive,
        TestModels.AtOnce,
        TestModels.Direct with { Layers = [new("lstm", 4, "tanh"), Lstm, new("dense", 3, "relu"), new("dense", 6)] },
        TestModels.Direct with
        {
            Layers =
            [
                new("conv1d", 3) { Size = 4, Stride = 2 },
                Both with { Layer = Lstm with { ReturnSequences = true }, BackwardLayer = Lstm with { ReturnSequences = true } },
                new("flatten"), Six,
            ]
        },
        TestModels.Direct with
        {
            Layers =
            [
                new("lstm", 4) { ReturnSequences = false }, new("repeat_vector") { Steps = 6 }, new("gru", 3) { ReturnSequences = true },
                new("time_distributed") { Layer = new("dense", 1) },
            ]
        },
        TestModels.Recursive with { Window = new(1, 0), SamplingIntervalMinutes = 60 },
        TestModels.Recursive with { Window = new(60, 1), Scaler = new("context"), Output = new(1, "hour_mean") });

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Explain_OneThingWrong_NamesFieldFoundAndExpected(string sentence, ModelDescription model) =>
        Assert.Contains(
            sentence, (ModelValidation.Explain(model) ?? ModelValidation.ExplainForecast(model))?.ToString(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Right), DisableDiscoveryEnumeration = true)]
    public void Explain_NothingWrong_IsNull(ModelDescription model) =>
        Assert.Null(ModelValidation.Explain(model) ?? ModelValidation.ExplainForecast(model));
}
