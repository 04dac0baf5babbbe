using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>Whether it is known what a network of several outputs gives.</summary>
internal static class ModelHeads
{
    private const string Heads = "output.heads";

    /// <param name="heads">As the file has them.</param>
    /// <param name="numbers">All that the network gives.</param>
    /// <returns>What is wrong first with the file; null where nothing is.</returns>
    public static Problem? ExplainFile(IReadOnlyList<HeadDescription> heads, long numbers) =>
        Expect(heads.Count > 0 && heads.All(head => head is not null), Heads, heads.Count, Expected.OrMore(1))
        ?? heads.Select((head, place) => Explain(head, $"{Heads}[{place}]", numbers)).FirstOrDefault(problem => problem is not null);

    /// <returns>What stands against forecasting; null where nothing does.</returns>
    public static Problem? ExplainForecast(ModelDescription model)
    {
        if (model.Output.Heads is not { } heads)
        {
            return null;
        }

        var unsaid = heads.Where(head => head.Quantity is null).Select(head => head.Name).ToList();
        var used = heads.Where(head => head.Quantity is not (null or HeadDescription.Unused)).ToList();
        return Expect(
                unsaid.Count == 0, $"{Heads}.quantity",
                new Phrase("model.heads-unsaid", string.Join(", ", unsaid)), new Phrase("model.expected-heads"))
            ?? Expect(
                used.Exists(head => head.Quantity == model.Quantity), Heads,
                string.Join(", ", heads.Select(head => head.Quantity)), model.Quantity)
            ?? Expect(
                used.TrueForAll(head => head.Steps == model.Output.Steps), "output.steps",
                string.Join(", ", used.Select(head => head.Steps)), new Phrase("model.expected-as-long"))
            ?? Expect(
                used.DistinctBy(head => head.Quantity).Count() == used.Count, Heads, string.Join(", ", used.Select(head => head.Quantity)),
                new Phrase("model.expected-once"));
    }

    private static Problem? Explain(HeadDescription head, string at, long numbers) =>
        Expect(
            head.Quantity is null or HeadDescription.Unused || QuantityNames.TryParse(head.Quantity, out _), $"{at}.quantity",
            head.Quantity, Expected.OneOf("flow_rate", "pressure", HeadDescription.Unused))
        ?? Expect(
            head is { First: >= 0, Every: >= 1, Steps: >= 1 } && head.First + ((head.Steps - 1L) * head.Every) < numbers, at,
            new Phrase("model.head-places", head.First, head.Every, head.Steps), new Phrase("model.expected-last-layer", numbers))
        ?? Expect(
            double.IsFinite(head.Offset) && double.IsFinite(head.Scale) && head.Scale != 0, $"{at}.scale", head.Scale,
            new Phrase("model.expected-scaler"));

    private static Problem? Expect(bool holds, string path, object? found, object expected) =>
        Expectation.Check(holds, path, found, expected);
}
