using Whatever.Model.Forecasting;
using Whatever.Model.Lstm;
using Whatever.Model.Series;

namespace Whatever.Model.ModelFiles;

/// <summary>Checks that a description makes sense in itself, before any weight is looked at.</summary>
internal static class ModelValidation
{
    private static readonly int[] Intervals = [1, 5, 10, 15, 60];
    private static readonly int[] OutputSteps = [1, 6, 144];
    private const int LargestUnits = 4096;
    private const int LongestWindow = 100_000;
    private const int LongestContextDays = 366;

    /// <returns>What is wrong first; null where nothing is.</returns>
    public static string? Explain(ModelDescription model) =>
        Expect(model.Format == ModelDescription.CurrentFormat, "format", model.Format, ModelDescription.CurrentFormat)
        ?? Expect(model.Name.Length > 0, "name", model.Name, "a name")
        ?? Expect(model.Version.Length > 0, "version", model.Version, "a version")
        ?? Expect(QuantityNames.TryParse(model.Quantity, out _), "quantity", model.Quantity, "flow_rate or pressure")
        ?? Expect(Intervals.Contains(model.SamplingIntervalMinutes), "sampling_interval_minutes", model.SamplingIntervalMinutes, "1, 5, 10, 15 or 60")
        ?? Expect(model.Window.Steps is >= 1 and <= LongestWindow, "window.steps", model.Window.Steps, $"1 to {LongestWindow}")
        ?? Expect(model.Window.ContextDays is >= 0 and <= LongestContextDays, "window.context_days", model.Window.ContextDays, $"0 to {LongestContextDays}")
        ?? ExplainFeatures(model)
        ?? ExplainScaler(model)
        ?? ExplainOutput(model)
        ?? ExplainLayers(model);

    private static string? ExplainFeatures(ModelDescription model)
    {
        // A list in a file may hold null, whatever its type says here.
        var unknown = model.Features.FirstOrDefault(name => name is not null && !FeatureNames.All.Contains(name));
        var needsContext = model.Features.Any(name => name is not null && FeatureNames.NeedsContext(name));
        return Expect(model.Features.Count > 0, "features", "empty", "at least one feature")
            ?? Expect(unknown is null && model.Features.All(name => name is not null), "features", unknown, string.Join(", ", FeatureNames.All))
            ?? Expect(!needsContext || model.Window.ContextDays >= 7, "window.context_days", model.Window.ContextDays, "7 or more, because a feature looks back a week");
    }

    private static string? ExplainScaler(ModelDescription model) => model.Scaler.Kind switch
    {
        "context" => Expect(model.Window.ContextDays >= 1, "window.context_days", model.Window.ContextDays, "1 or more, because the scaler is fitted to the context"),
        "fixed" => Expect(model.Scaler is { Offset: { } offset, Scale: { } scale } && double.IsFinite(offset) && double.IsFinite(scale) && scale != 0, "scaler", model.Scaler, "a finite offset and a scale other than 0"),
        _ => Expect(false, "scaler.kind", model.Scaler.Kind, "context or fixed"),
    };

    private static string? ExplainOutput(ModelDescription model) =>
        Expect(model.Strategy is "direct" or "recursive", "strategy", model.Strategy, "direct or recursive")
        ?? Expect(OutputSteps.Contains(model.Output.Steps), "output.steps", model.Output.Steps, "1, 6 or 144")
        ?? Expect((model.Strategy == "recursive") == (model.Output.Steps == 1), "output.steps", model.Output.Steps, "1 for a recursive model, 6 or 144 for a direct one")
        ?? Expect(model.Output.RelativeTo is "nothing" or "hour_mean", "output.relative_to", model.Output.RelativeTo, "nothing or hour_mean")
        ?? Expect(model.Output.RelativeTo == "nothing" || (model.Output.Steps != 144 && model.Window.ContextDays >= 1), "output.relative_to", model.Output.RelativeTo, "nothing, because there is no context or there are 144 outputs");

    private static string? ExplainLayers(ModelDescription model)
    {
        if (model.Layers.Any(layer => layer is null))
        {
            return Expect(false, "layers", null, "lstm layers, then dense layers");
        }

        var lstm = model.Layers.TakeWhile(layer => layer.Type == "lstm").Count();
        var odd = model.Layers.Skip(lstm).FirstOrDefault(layer => layer.Type != "dense");
        var size = model.Layers.FirstOrDefault(layer => layer.Units is < 1 or > LargestUnits);
        var activation = model.Layers.Skip(lstm).FirstOrDefault(layer => Activations.Find(layer.Activation ?? "linear") is null);
        var gate = model.Layers.Take(lstm).FirstOrDefault(layer => layer.Activation is not (null or "tanh"));
        return Expect(lstm >= 1, "layers", "no lstm at the beginning", "lstm layers, then dense layers")
            ?? Expect(odd is null, "layers", odd?.Type, "lstm layers, then dense layers")
            ?? Expect(model.Layers.Count > lstm, "layers", "no dense layer", "at least one at the end")
            ?? Expect(size is null, "layers.units", size?.Units, $"1 to {LargestUnits}")
            ?? Expect(activation is null, "layers.activation", activation?.Activation, "linear, relu, sigmoid or tanh")
            ?? Expect(gate is null, "layers.activation", gate?.Activation, "tanh in an lstm layer")
            ?? Expect(model.Layers[^1].Units == model.Output.Steps, "layers.units", model.Layers[^1].Units, $"{model.Output.Steps} in the last layer (output.steps)");
    }

    private static string? Expect(bool holds, string path, object? found, string expected) =>
        holds ? null : $"{path} is {found ?? "missing"}, expected {expected} ({path})";
}
