using System.Globalization;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;

namespace Whatever.Web.Models;

/// <summary>
/// Inputs and outputs as one line, in the order of the network: <c>flow_rate,pressure:2,hour:0..23,holiday:none,constant=1.5</c>.
/// </summary>
public static class FeedingText
{
    private const string AsItIs = "none";
    private static readonly string[] Quantities = ["flow_rate", "pressure", HeadDescription.Unused];

    /// <exception cref="ModelFileException">A part is not understood.</exception>
    public static IReadOnlyList<InputDraft> ReadInputs(string text) => [.. Parts(text).Select(ReadInput)];

    /// <exception cref="ModelFileException">A part is not understood.</exception>
    public static IReadOnlyList<OutputDraft> ReadOutputs(string text) => [.. Parts(text).Select(ReadOutput)];

    /// <summary>What a network of several inputs or outputs is fed with and gives, a line each.</summary>
    public static IEnumerable<string> Write(ModelDescription model) =>
    [
        .. model.Features.Count == 1 && model.FeatureSettings is null ? []
            : model.Features.Select((name, place) => $"Input {place + 1}: {WriteInput(name, model.FeatureSettings?[place])}"),
        .. (model.Output.Heads ?? []).Select((head, place) => string.Create(
            CultureInfo.InvariantCulture, $"Output {place + 1} ({head.Name}): {head.Quantity ?? "?"} = {head.Offset} + {head.Scale} y")),
    ];

    /// <summary>As in "pressure, (x - 100) / 50".</summary>
    public static string WriteInput(string name, FeatureSetting? setting) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}{(setting?.Constant is { } constant ? string.Create(CultureInfo.InvariantCulture, $" {constant}") : "")}{Scaler(setting)}");

    private static string Scaler(FeatureSetting? setting) => setting is { Offset: { } offset, Scale: { } scale }
        ? string.Create(CultureInfo.InvariantCulture, $", (x - {offset}) / {scale}")
        : "";

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    private static InputDraft ReadInput(string part, int place)
    {
        var (named, scaling) = Split(part);
        var equals = named.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? named : named[..equals].TrimEnd();
        if (!FeatureNames.OfImports.Contains(name))
        {
            throw Refuse("inputs", place, name, Expected.OneOf(FeatureNames.OfImports));
        }

        double? constant = equals < 0 ? null
            : TryNumber(named[(equals + 1)..], out var number) ? number
            : throw Refuse("inputs", place, named, new Phrase("expected.number"));
        return (name == FeatureNames.Constant) == (constant is not null)
            ? new InputDraft(name, constant, ReadScaling("inputs", place, scaling))
            : throw Refuse("inputs", place, part, new Phrase("expected.constant"));
    }

    private static OutputDraft ReadOutput(string part, int place)
    {
        var (name, scaling) = Split(part);
        return Quantities.Contains(name)
            ? new OutputDraft(name, ReadScaling("outputs", place, scaling))
            : throw Refuse("outputs", place, name, Expected.OneOf(Quantities));
    }

    private static (string Name, string? Scaling) Split(string part) =>
        part.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
            ? (part[..colon].TrimEnd(), part[(colon + 1)..].Trim())
            : (part, null);

    private static Scaling? ReadScaling(string list, int place, string? text)
    {
        if (text is null or AsItIs)
        {
            return text is null ? null : new Scaling.None();
        }

        var dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots < 0 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var feature)
                ? new Scaling.Feature(feature)
            : dots > 0 && TryNumber(text[..dots], out var zero) && TryNumber(text[(dots + 2)..], out var one) ? new Scaling.Ends(zero, one)
            : throw Refuse(list, place, text, new Phrase("expected.scaling"));
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static ModelFileException Refuse(string list, int place, string found, Phrase expected) =>
        new(new Problem("feeding.part", list, place + 1, found, expected).At(list));
}
