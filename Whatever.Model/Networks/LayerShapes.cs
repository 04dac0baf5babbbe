using Whatever.Model.Problems;

using T = Whatever.Model.Networks.LayerTypes;

namespace Whatever.Model.Networks;

/// <summary>Follows a window through the layers as described, before any weight is looked at.</summary>
internal static class LayerShapes
{
    public const int LargestUnits = 4096;
    private const int LargestSteps = 100_000;
    private const int MostHeads = 64;

    /// <summary>What time_distributed may hold.</summary>
    private static readonly string[] OfVectors =
    [
        T.Dense, T.BatchNormalization, T.LayerNormalization, T.Rescaling, T.Activation, T.Relu, T.Elu, T.Flatten,
    ];

    private const long LargestCount = 1 << 24;

    /// <returns>What is wrong first; null where nothing is.</returns>
    public static Problem? Explain(IReadOnlyList<LayerDescription> layers, SignalShape input, out SignalShape output) =>
        Explain(layers, input, "layers", out output);

    private static Problem? Explain(IReadOnlyList<LayerDescription> layers, SignalShape input, string at, out SignalShape output)
    {
        output = input;
        if (layers.Count == 0 || layers.Any(layer => layer is null))
        {
            return Expect(false, at, layers.Count == 0 ? new Phrase("model.empty") : null, new Phrase("model.expected-layers"));
        }

        foreach (var (layer, index) in T.Resolve(layers).Select((layer, index) => (layer, index)))
        {
            if (Explain(layer, output, $"{at}[{index}]") is { } problem)
            {
                return problem;
            }

            output = Next(layer, output);
            if (output.Count is < 1 or > LargestCount)
            {
                return Expect(false, $"{at}[{index}]", new Phrase("model.layer-of-numbers", layer.Type, output),
                    new Phrase("model.expected-numbers", LargestCount));
            }
        }

        return null;
    }

    /// <summary>The shape that a layer gives.</summary>
    public static SignalShape Next(LayerDescription layer, SignalShape input) => layer.Type switch
    {
        T.Lstm or T.Gru or T.SimpleRnn => new(layer.ReturnSequences == true ? input.Steps : null, layer.Units),
        T.Bidirectional =>
            Next(layer.Layer!, input) is var one && layer.MergeMode == "concat" ? one with { Features = 2 * one.Features } : one,
        T.TimeDistributed => input with { Features = Next(layer.Layer!, new SignalShape(null, input.Features)).Features },
        T.Dense => input with { Features = layer.Units },
        T.Conv1D => new(layer.Windows.Count(input.Steps!.Value), layer.Units),
        T.MaxPooling or T.AveragePooling => input with { Steps = layer.Windows.Count(input.Steps!.Value) },
        T.GlobalMaxPooling or T.GlobalAveragePooling => new(null, input.Features),
        T.RepeatVector => input with { Steps = layer.Steps },
        T.Reshape => new(layer.Steps, layer.Features!.Value),
        T.Flatten => new(null, (int)Math.Min(input.Count, int.MaxValue)),
        T.Heads => new(null, (int)Math.Min(layer.Branches!.Sum(branch => End(branch, input).Count), int.MaxValue)),
        _ => input,
    };

    private static SignalShape End(IReadOnlyList<LayerDescription> layers, SignalShape input) =>
        T.Resolve(layers).Aggregate(input, (shape, layer) => Next(layer, shape));

    private static Problem? Explain(LayerDescription layer, SignalShape input, string at) => layer.Type switch
    {
        T.Lstm or T.Gru or T.SimpleRnn => Sequence(layer, input, at) ?? ExplainRecurrent(layer, at),
        T.Bidirectional => Sequence(layer, input, at) ?? ExplainBidirectional(layer, at),
        T.TimeDistributed => Sequence(layer, input, at)
            ?? Expect(
                layer.Layer is { } inner && OfVectors.Contains(inner.Type), $"{at}.layer", layer.Layer?.Type, Expected.OneOf(OfVectors))
            ?? Explain(layer.Layer!, new SignalShape(null, input.Features), $"{at}.layer"),
        T.Dense => Units(layer, at) ?? RowActivation(layer.Activation ?? "linear", at),
        T.Conv1D =>
            Sequence(layer, input, at) ?? Units(layer, at) ?? Windows(layer, at, "valid", "same", "causal")
                ?? RowActivation(layer.Activation ?? "linear", at),
        T.MaxPooling or T.AveragePooling => Sequence(layer, input, at) ?? Windows(layer, at, "valid", "same"),
        T.GlobalMaxPooling or T.GlobalAveragePooling => Sequence(layer, input, at),
        T.RepeatVector =>
            Expect(input.Steps is null, at, new Phrase("model.layer-of-sequence", layer.Type, input), new Phrase("model.expected-vector"))
                ?? Range(layer.Steps, $"{at}.steps"),
        T.Reshape =>
            (layer.Steps is null ? null : Range(layer.Steps, $"{at}.steps"))
                ?? Expect(layer.Features > 0, $"{at}.features", layer.Features, Expected.OrMore(1))
            ?? Expect(
                (layer.Steps ?? 1L) * layer.Features!.Value == input.Count, at,
                new Phrase("model.reshape-to", new SignalShape(layer.Steps, layer.Features.Value)),
                new Phrase("model.expected-as-many", input)),
        T.BatchNormalization =>
            Expect(layer.Epsilon is >= 0 and < 1e6, $"{at}.epsilon", layer.Epsilon, new Phrase("expected.number-from", 0)),
        T.Activation => RowActivation(layer.Activation, at),
        T.Elu => Expect(layer.Alpha is { } alpha && double.IsFinite(alpha), $"{at}.alpha", layer.Alpha, new Phrase("expected.number")),
        T.LayerNormalization =>
            Expect(layer.Epsilon is >= 0 and < 1e6, $"{at}.epsilon", layer.Epsilon, new Phrase("expected.number-from", 0)),
        T.Masking => Sequence(layer, input, at)
            ?? Expect(
                layer.MaskValue is { } value && double.IsFinite(value), $"{at}.mask_value", layer.MaskValue, new Phrase("expected.number")),
        T.Heads => ExplainHeads(layer, input, at),
        T.Relu or T.Flatten or T.Rescaling => null,
        _ => Expect(false, $"{at}.type", layer.Type, Expected.OneOf([.. T.All])),
    };

    private static Problem? ExplainRecurrent(LayerDescription layer, string at) =>
        Units(layer, at)
        ?? Expect(
            Activations.Find(layer.Activation ?? "tanh") is not null, $"{at}.activation", layer.Activation,
            Expected.OneOf([.. Activations.Names.Where(name => name != "softmax")]))
        ?? Expect(
            Activations.Find(layer.RecurrentActivation ?? "sigmoid") is not null, $"{at}.recurrent_activation", layer.RecurrentActivation,
            Expected.OneOf([.. Activations.Names.Where(name => name != "softmax")]));

    private static Problem? ExplainHeads(LayerDescription layer, SignalShape input, string at) =>
        Expect(
            layer.Branches is { Count: >= 2 and <= MostHeads } branches && branches.All(branch => branch is not null), $"{at}.branches",
            layer.Branches?.Count, Expected.Range(2, MostHeads))
        ?? layer.Branches!.Select((branch, place) => Explain(branch, input, $"{at}.branches[{place}]", out _))
            .FirstOrDefault(problem => problem is not null);

    private static Problem? ExplainBidirectional(LayerDescription layer, string at) =>
        Expect(layer.Layer is { IsRecurrent: true }, $"{at}.layer", layer.Layer?.Type, Expected.OneOf("lstm", "gru", "simple_rnn"))
        ?? Expect(
            layer.BackwardLayer is { IsRecurrent: true }, $"{at}.backward_layer", layer.BackwardLayer?.Type,
            Expected.OneOf("lstm", "gru", "simple_rnn"))
        ?? ExplainRecurrent(layer.Layer!, $"{at}.layer")
        ?? ExplainRecurrent(layer.BackwardLayer!, $"{at}.backward_layer")
        ?? Expect(
            (layer.Layer!.ReturnSequences ?? false) == (layer.BackwardLayer!.ReturnSequences ?? false),
            $"{at}.backward_layer.return_sequences", layer.BackwardLayer.ReturnSequences, new Phrase("model.expected-same-in-both"))
        ?? Expect(
            layer.Layer.Units == layer.BackwardLayer.Units, $"{at}.backward_layer.units", layer.BackwardLayer.Units,
            new Phrase("model.expected-as-forward", layer.Layer.Units))
        ?? Expect(
            layer.MergeMode is not null && BidirectionalLayer.MergeModes.Contains(layer.MergeMode), $"{at}.merge_mode", layer.MergeMode,
            Expected.OneOf([.. BidirectionalLayer.MergeModes]));

    private static Problem? Sequence(LayerDescription layer, SignalShape input, string at) =>
        Expect(
            input.Steps is not null, at, new Phrase("model.layer-of-vector", layer.Type, input), new Phrase("model.expected-sequence"));

    private static Problem? Units(LayerDescription layer, string at) =>
        Expect(layer.Units is >= 1 and <= LargestUnits, $"{at}.units", layer.Units, Expected.Range(1, LargestUnits));

    private static Problem? RowActivation(string? name, string at) =>
        Expect(
            name is not null && Activations.FindForRows(name) is not null, $"{at}.activation", name,
            Expected.OneOf([.. Activations.Names]));

    private static Problem? Windows(LayerDescription layer, string at, params string[] paddings) =>
        Range(layer.Size, $"{at}.size") ?? Range(layer.Stride ?? 1, $"{at}.stride") ?? Range(layer.Dilation ?? 1, $"{at}.dilation")
        ?? Expect(paddings.Contains(layer.Padding ?? "valid"), $"{at}.padding", layer.Padding, Expected.OneOf(paddings));

    private static Problem? Range(int? count, string path) =>
        Expect(count is >= 1 and <= LargestSteps, path, count, Expected.Range(1, LargestSteps));

    private static Problem? Expect(bool holds, string path, object? found, object expected) =>
        Expectation.Check(holds, path, found, expected);
}
