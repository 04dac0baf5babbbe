using Whatever.Model.ModelFiles;

namespace Whatever.Tests.ModelFiles;

public sealed class ModelValidationTests
{
    private static readonly LayerDescription Lstm = new("lstm", 4);
    private static readonly LayerDescription Six = new("dense", 6);

    /// <summary>What is wrong, and the sentence that has to name the field, what was found and what was expected.</summary>
    public static TheoryData<string, ModelDescription> Wrong => new()
    {
        { "format is whatever-model/2, expected whatever-model/1 (format)", TestModels.Direct with { Format = "whatever-model/2" } },
        { "name is , expected a name (name)", TestModels.Direct with { Name = "" } },
        { "version is , expected a version (version)", TestModels.Direct with { Version = "" } },
        { "quantity is level, expected flow_rate or pressure (quantity)", TestModels.Direct with { Quantity = "level" } },
        { "sampling_interval_minutes is 2, expected 1, 5, 10, 15 or 60 (sampling_interval_minutes)", TestModels.Direct with { SamplingIntervalMinutes = 2 } },
        { "window.steps is 0, expected 1 to 100000 (window.steps)", TestModels.Direct with { Window = new(0, 7) } },
        { "window.steps is 100001, expected 1 to 100000 (window.steps)", TestModels.Direct with { Window = new(100_001, 7) } },
        { "window.context_days is -1, expected 0 to 366 (window.context_days)", TestModels.Recursive with { Window = new(60, -1) } },
        { "window.context_days is 367, expected 0 to 366 (window.context_days)", TestModels.Direct with { Window = new(60, 367) } },
        { "window.context_days is 6, expected 7 or more", TestModels.Direct with { Window = new(60, 6) } },
        { "window.context_days is 0, expected 1 or more", TestModels.Recursive with { Scaler = new("context") } },
        { "features is empty, expected at least one feature (features)", TestModels.Direct with { Features = [] } },
        { "features is last_week_7, expected value, time_of_day_sin", TestModels.Direct with { Features = ["value", "last_week_7"] } },
        { "features is missing, expected value, time_of_day_sin", TestModels.Direct with { Features = ["value", null!] } },
        { "scaler.kind is minmax, expected context or fixed (scaler.kind)", TestModels.Direct with { Scaler = new("minmax") } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", 1, 0) } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", 1) } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", null, 1) } },
        { "expected a finite offset and a scale other than 0 (scaler)", TestModels.Direct with { Scaler = new("fixed", double.NaN, 1) } },
        { "strategy is both, expected direct or recursive (strategy)", TestModels.Direct with { Strategy = "both" } },
        { "output.steps is 5, expected 1, 6 or 144 (output.steps)", TestModels.Direct with { Output = new(5, "nothing") } },
        { "output.steps is 1, expected 1 for a recursive model, 6 or 144 for a direct one", TestModels.Direct with { Output = new(1, "nothing") } },
        { "output.steps is 6, expected 1 for a recursive model, 6 or 144 for a direct one", TestModels.Direct with { Strategy = "recursive" } },
        { "output.relative_to is week, expected nothing or hour_mean (output.relative_to)", TestModels.Direct with { Output = new(6, "week") } },
        { "output.relative_to is hour_mean, expected nothing", TestModels.AtOnce with { Output = new(144, "hour_mean") } },
        { "output.relative_to is hour_mean, expected nothing", TestModels.Recursive with { Output = new(1, "hour_mean") } },
        { "layers is no lstm at the beginning, expected lstm layers, then dense layers (layers)", TestModels.Direct with { Layers = [] } },
        { "layers is no lstm at the beginning", TestModels.Direct with { Layers = [Six] } },
        { "layers is no dense layer, expected at least one at the end (layers)", TestModels.Direct with { Layers = [Lstm] } },
        { "layers is lstm, expected lstm layers, then dense layers (layers)", TestModels.Direct with { Layers = [Lstm, Six, Lstm, Six] } },
        { "layers is gru, expected lstm layers, then dense layers (layers)", TestModels.Direct with { Layers = [Lstm, new("gru", 4), Six] } },
        { "layers is missing, expected", TestModels.Direct with { Layers = [Lstm, null!, Six] } },
        { "layers.units is 0, expected 1 to 4096 (layers.units)", TestModels.Direct with { Layers = [new("lstm", 0), Six] } },
        { "layers.units is 4097, expected 1 to 4096 (layers.units)", TestModels.Direct with { Layers = [new("lstm", 4097), Six] } },
        { "layers.activation is gelu, expected linear, relu, sigmoid or tanh (layers.activation)", TestModels.Direct with { Layers = [Lstm, new("dense", 6, "gelu")] } },
        { "layers.activation is relu, expected tanh in an lstm layer (layers.activation)", TestModels.Direct with { Layers = [new("lstm", 4, "relu"), Six] } },
        { "layers.units is 7, expected 6 in the last layer (output.steps) (layers.units)", TestModels.Direct with { Layers = [Lstm, new("dense", 7)] } },
    };

    public static TheoryData<ModelDescription> Right => new(
        TestModels.Direct,
        TestModels.Recursive,
        TestModels.AtOnce,
        TestModels.Direct with { Layers = [new("lstm", 4, "tanh"), Lstm, new("dense", 3, "relu"), new("dense", 6)] },
        TestModels.Recursive with { Window = new(1, 0), SamplingIntervalMinutes = 60 },
        TestModels.Recursive with { Window = new(60, 1), Scaler = new("context"), Output = new(1, "hour_mean") });

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Explain_OneThingWrong_NamesFieldFoundAndExpected(string sentence, ModelDescription model) =>
        Assert.Contains(sentence, ModelValidation.Explain(model), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Right), DisableDiscoveryEnumeration = true)]
    public void Explain_NothingWrong_IsNull(ModelDescription model) => Assert.Null(ModelValidation.Explain(model));
}
