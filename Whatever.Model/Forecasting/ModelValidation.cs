using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>
/// Checks that a description makes sense in itself, before any weight is looked at, and whether the station can forecast with it.
/// </summary>
internal static class ModelValidation
{
    private static readonly int[] Intervals = [1, 5, 10, 15, 60];
    private static readonly int[] OutputSteps = [1, 6, 144];
    private const int LongestWindow = 100_000;
    private const int LongestContextDays = 366;

    /// <returns>What is wrong first with the file; null where nothing is.</returns>
    public static Problem? Explain(ModelDescription model) =>
        Expect(model.Format == ModelDescription.CurrentFormat, "format", model.Format, ModelDescription.CurrentFormat)
        ?? Expect(model.Name.Length > 0, "name", model.Name, new Phrase("expected.name"))
        ?? Expect(model.Version.Length > 0, "version", model.Version, new Phrase("expected.version"))
        ?? Expect(QuantityNames.TryParse(model.Quantity, out _), "quantity", model.Quantity, Expected.OneOf("flow_rate", "pressure"))
        ?? Expect(
            Intervals.Contains(model.SamplingIntervalMinutes), "sampling_interval_minutes", model.SamplingIntervalMinutes,
            Expected.OneOf("1", "5", "10", "15", "60"))
        ?? Expect(model.Window.Steps is >= 1 and <= LongestWindow, "window.steps", model.Window.Steps, Expected.Range(1, LongestWindow))
        ?? Expect(
            model.Window.ContextDays is >= 0 and <= LongestContextDays, "window.context_days", model.Window.ContextDays,
            Expected.Range(0, LongestContextDays))
        ?? Expect(
            model.Features.Count is >= 1 and <= LayerShapes.LargestUnits, "features",
            model.Features.Count == 0 ? new Phrase("model.empty") : model.Features.Count, new Phrase("model.expected-feature"))
        ?? Expect(model.Features.All(name => name is not null), "features", null, Expected.OneOf([.. FeatureNames.Known]))
        ?? ModelInputs.ExplainFile(model)
        ?? ExplainScaler(model)
        ?? Expect(model.Strategy is "direct" or "recursive", "strategy", model.Strategy, Expected.OneOf("direct", "recursive"))
        ?? Expect(
            model.Output.RelativeTo is "nothing" or "hour_mean", "output.relative_to", model.Output.RelativeTo,
            Expected.OneOf("nothing", "hour_mean"))
        ?? ExplainLayers(model);

    /// <returns>What stands against forecasting with a model whose file is right; null where nothing does.</returns>
    public static Problem? ExplainForecast(ModelDescription model) => ModelInputs.ExplainForecast(model) ?? ExplainOutput(model);

    private static Problem? ExplainScaler(ModelDescription model) => model.Scaler.Kind switch
    {
        "context" =>
            Expect(
                model.Window.ContextDays >= 1, "window.context_days", model.Window.ContextDays,
                new Phrase("model.expected-context")),
        "fixed" =>
            Expect(
                model.Scaler is { Offset: { } offset, Scale: { } scale } && double.IsFinite(offset) && double.IsFinite(scale) && scale != 0,
                "scaler", model.Scaler, new Phrase("model.expected-scaler")),
        _ => Expect(false, "scaler.kind", model.Scaler.Kind, Expected.OneOf("context", "fixed")),
    };

    private static Problem? ExplainOutput(ModelDescription model) =>
        ModelHeads.ExplainForecast(model)
        ?? Expect(OutputSteps.Contains(model.Output.Steps), "output.steps", model.Output.Steps, Expected.OneOf("1", "6", "144"))
        ?? Expect(
            (model.Strategy == "recursive") == (model.Output.Steps == 1), "output.steps", model.Output.Steps,
            new Phrase("model.expected-outputs"))
        ?? Expect(
            model.Output.RelativeTo == "nothing" || (model.Output.Steps != 144 && model.Window.ContextDays >= 1), "output.relative_to",
            model.Output.RelativeTo, new Phrase("model.expected-nothing"));

    private static Problem? ExplainLayers(ModelDescription model) =>
        LayerShapes.Explain(model.Layers, new SignalShape(model.Window.Steps, model.Features.Count), out var output)
        ?? (model.Output.Heads is { } heads
            ? ModelHeads.ExplainFile(heads, output.Count)
            : Expect(
                output.Count == model.Output.Steps, "output.steps", model.Output.Steps,
                new Phrase("model.expected-last-layer", output.Count)));

    private static Problem? Expect(bool holds, string path, object? found, object expected) =>
        Expectation.Check(holds, path, found, expected);
}
