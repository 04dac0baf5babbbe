using Whatever.Model.Networks;
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
    public static string? Explain(ModelDescription model) =>
        Expect(model.Format == ModelDescription.CurrentFormat, "format", model.Format, ModelDescription.CurrentFormat)
        ?? Expect(model.Name.Length > 0, "name", model.Name, "a name")
        ?? Expect(model.Version.Length > 0, "version", model.Version, "a version")
        ?? Expect(QuantityNames.TryParse(model.Quantity, out _), "quantity", model.Quantity, "flow_rate or pressure")
        ?? Expect(
            Intervals.Contains(model.SamplingIntervalMinutes), "sampling_interval_minutes", model.SamplingIntervalMinutes,
            "1, 5, 10, 15 or 60")
        ?? Expect(model.Window.Steps is >= 1 and <= LongestWindow, "window.steps", model.Window.Steps, $"1 to {LongestWindow}")
        ?? Expect(
            model.Window.ContextDays is >= 0 and <= LongestContextDays, "window.context_days", model.Window.ContextDays,
            $"0 to {LongestContextDays}")
        ?? Expect(
            model.Features.Count is >= 1 and <= LayerShapes.LargestUnits, "features",
            model.Features.Count == 0 ? "empty" : model.Features.Count, "at least one feature")
        ?? Expect(model.Features.All(name => name is not null), "features", null, string.Join(", ", FeatureNames.All))
        ?? ExplainScaler(model)
        ?? Expect(model.Strategy is "direct" or "recursive", "strategy", model.Strategy, "direct or recursive")
        ?? Expect(
            model.Output.RelativeTo is "nothing" or "hour_mean", "output.relative_to", model.Output.RelativeTo, "nothing or hour_mean")
        ?? ExplainLayers(model);

    /// <returns>What stands against forecasting with a model whose file is right; null where nothing does.</returns>
    public static string? ExplainForecast(ModelDescription model) => ExplainFeatures(model) ?? ExplainOutput(model);

    private static string? ExplainFeatures(ModelDescription model)
    {
        var unknown = model.Features.FirstOrDefault(name => !FeatureNames.All.Contains(name));
        return Expect(
                unknown is null, "features", unknown,
                $"{model.Features.Count} names that say what the network is fed with at each step, out of "
                    + $"{string.Join(", ", FeatureNames.All)}")
            ?? Expect(
                !model.Features.Any(FeatureNames.NeedsContext) || model.Window.ContextDays >= 7, "window.context_days",
                model.Window.ContextDays, "7 or more, because a feature looks back a week");
    }

    private static string? ExplainScaler(ModelDescription model) => model.Scaler.Kind switch
    {
        "context" =>
            Expect(
                model.Window.ContextDays >= 1, "window.context_days", model.Window.ContextDays,
                "1 or more, because the scaler is fitted to the context"),
        "fixed" =>
            Expect(
                model.Scaler is { Offset: { } offset, Scale: { } scale } && double.IsFinite(offset) && double.IsFinite(scale) && scale != 0,
                "scaler", model.Scaler, "a finite offset and a scale other than 0"),
        _ => Expect(false, "scaler.kind", model.Scaler.Kind, "context or fixed"),
    };

    private static string? ExplainOutput(ModelDescription model) =>
        Expect(OutputSteps.Contains(model.Output.Steps), "output.steps", model.Output.Steps, "1, 6 or 144")
        ?? Expect(
            (model.Strategy == "recursive") == (model.Output.Steps == 1), "output.steps", model.Output.Steps,
            "1 for a recursive model, 6 or 144 for a direct one")
        ?? Expect(
            model.Output.RelativeTo == "nothing" || (model.Output.Steps != 144 && model.Window.ContextDays >= 1), "output.relative_to",
            model.Output.RelativeTo, "nothing, because there is no context or there are 144 outputs");

    private static string? ExplainLayers(ModelDescription model) =>
        LayerShapes.Explain(model.Layers, new SignalShape(model.Window.Steps, model.Features.Count), out var output)
        ?? Expect(output.Count == model.Output.Steps, "output.steps", model.Output.Steps, $"{output.Count}, which the last layer gives");

    private static string? Expect(bool holds, string path, object? found, string expected) =>
        Expectation.Check(holds, path, found, expected);
}
