using Whatever.Model.Networks;
using Whatever.Model.Problems;

namespace Whatever.Model.Forecasting;

/// <summary>Whether it is known what a network is fed with.</summary>
internal static class ModelInputs
{
    private const string Settings = "feature_settings";

    /// <returns>What is wrong first with the file; null where nothing is.</returns>
    public static Problem? ExplainFile(ModelDescription model) => model.FeatureSettings is not { } settings ? null
        : Expect(settings.Count == model.Features.Count, Settings, settings.Count, new Phrase("model.expected-each", model.Features.Count))
            ?? settings.Select(Explain).FirstOrDefault(problem => problem is not null);

    /// <returns>What stands against forecasting; null where nothing does.</returns>
    public static Problem? ExplainForecast(ModelDescription model)
    {
        var unknown = model.Features.Where(name => !FeatureNames.Known.Contains(name)).ToList();
        var place = Enumerable.Range(0, model.Features.Count).FirstOrDefault(
            index => model.Features[index] == FeatureNames.Constant && model.FeatureSettings?[index]?.Constant is null, -1);
        return Expect(
                unknown.Count == 0, "features", string.Join(", ", unknown),
                new Phrase("model.expected-features", model.Features.Count, string.Join(", ", FeatureNames.Known)))
            ?? Expect(place < 0, $"{Settings}[{place}].constant", null, new Phrase("expected.number"))
            ?? Expect(
                !model.Features.Any(FeatureNames.NeedsContext) || model.Window.ContextDays >= 7, "window.context_days",
                model.Window.ContextDays, new Phrase("model.expected-week"));
    }

    private static Problem? Explain(FeatureSetting? setting, int place) => setting is null ? null
        : Expect(
            (setting.Offset is null) == (setting.Scale is null) && double.IsFinite(setting.Offset ?? 0)
                && double.IsFinite(setting.Scale ?? 1) && setting.Scale != 0,
            $"{Settings}[{place}]", $"{setting.Offset}, {setting.Scale}", new Phrase("model.expected-scaler"))
            ?? Expect(
                double.IsFinite(setting.Constant ?? 0), $"{Settings}[{place}].constant", setting.Constant, new Phrase("expected.number"));

    private static Problem? Expect(bool holds, string path, object? found, object expected) =>
        Expectation.Check(holds, path, found, expected);
}
