using T = Whatever.Model.Networks.LayerTypes;

namespace Whatever.Model.Networks;

/// <summary>Follows a window through the layers as described, before any weight is looked at.</summary>
internal static class LayerShapes
{
    public const int LargestUnits = 4096;
    private const int LargestSteps = 100_000;
    private const long LargestCount = 1 << 24;

    /// <returns>What is wrong first; null where nothing is.</returns>
    public static string? Explain(IReadOnlyList<LayerDescription> layers, SignalShape input, out SignalShape output)
    {
        output = input;
        if (layers.Count == 0 || layers.Any(layer => layer is null))
        {
            return Expect(false, "layers", layers.Count == 0 ? "empty" : null, "at least one layer, none of them null");
        }

        foreach (var (layer, index) in T.Resolve(layers).Select((layer, index) => (layer, index)))
        {
            if (Explain(layer, output, $"layers[{index}]") is { } problem)
            {
                return problem;
            }

            output = Next(layer, output);
            if (output.Count is < 1 or > LargestCount)
            {
                return Expect(false, $"layers[{index}]", $"{layer.Type} of {output} numbers", $"1 to {LargestCount} numbers");
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
        _ => input,
    };

    private static string? Explain(LayerDescription layer, SignalShape input, string at) => layer.Type switch
    {
        T.Lstm or T.Gru or T.SimpleRnn => Sequence(layer, input, at) ?? ExplainRecurrent(layer, at),
        T.Bidirectional => Sequence(layer, input, at) ?? ExplainBidirectional(layer, at),
        T.TimeDistributed => Sequence(layer, input, at)
            ?? Expect(
                layer.Layer is { Type: T.Dense or T.BatchNormalization or T.Activation or T.Relu or T.Elu or T.Flatten }, $"{at}.layer",
                layer.Layer?.Type, "dense, batch_normalization, activation, relu, elu or flatten")
            ?? Explain(layer.Layer!, new SignalShape(null, input.Features), $"{at}.layer"),
        T.Dense => Units(layer, at) ?? RowActivation(layer.Activation ?? "linear", at),
        T.Conv1D =>
            Sequence(layer, input, at) ?? Units(layer, at) ?? Windows(layer, at, "valid", "same", "causal")
                ?? RowActivation(layer.Activation ?? "linear", at),
        T.MaxPooling or T.AveragePooling => Sequence(layer, input, at) ?? Windows(layer, at, "valid", "same"),
        T.GlobalMaxPooling or T.GlobalAveragePooling => Sequence(layer, input, at),
        T.RepeatVector =>
            Expect(input.Steps is null, at, $"{layer.Type} of a sequence of {input}", "a vector") ?? Range(layer.Steps, $"{at}.steps"),
        T.Reshape =>
            (layer.Steps is null ? null : Range(layer.Steps, $"{at}.steps"))
                ?? Expect(layer.Features > 0, $"{at}.features", layer.Features, "1 or more")
            ?? Expect(
                (layer.Steps ?? 1L) * layer.Features!.Value == input.Count, at,
                $"reshape to {new SignalShape(layer.Steps, layer.Features.Value)}", $"as many numbers as there are ({input})"),
        T.BatchNormalization => Expect(layer.Epsilon is >= 0 and < 1e6, $"{at}.epsilon", layer.Epsilon, "a number from 0 on"),
        T.Activation => RowActivation(layer.Activation, at),
        T.Elu => Expect(layer.Alpha is { } alpha && double.IsFinite(alpha), $"{at}.alpha", layer.Alpha, "a number"),
        T.Relu or T.Flatten => null,
        _ => Expect(false, $"{at}.type", layer.Type, string.Join(", ", T.All)),
    };

    private static string? ExplainRecurrent(LayerDescription layer, string at) =>
        Units(layer, at)
        ?? Expect(
            Activations.Find(layer.Activation ?? "tanh") is not null, $"{at}.activation", layer.Activation,
            string.Join(", ", Activations.Names.Where(name => name != "softmax")))
        ?? Expect(
            Activations.Find(layer.RecurrentActivation ?? "sigmoid") is not null, $"{at}.recurrent_activation", layer.RecurrentActivation,
            string.Join(", ", Activations.Names.Where(name => name != "softmax")));

    private static string? ExplainBidirectional(LayerDescription layer, string at) =>
        Expect(layer.Layer is { IsRecurrent: true }, $"{at}.layer", layer.Layer?.Type, "lstm, gru or simple_rnn")
        ?? Expect(
            layer.BackwardLayer is { IsRecurrent: true }, $"{at}.backward_layer", layer.BackwardLayer?.Type, "lstm, gru or simple_rnn")
        ?? ExplainRecurrent(layer.Layer!, $"{at}.layer")
        ?? ExplainRecurrent(layer.BackwardLayer!, $"{at}.backward_layer")
        ?? Expect(
            (layer.Layer!.ReturnSequences ?? false) == (layer.BackwardLayer!.ReturnSequences ?? false),
            $"{at}.backward_layer.return_sequences", layer.BackwardLayer.ReturnSequences, "the same in both layers")
        ?? Expect(
            layer.Layer.Units == layer.BackwardLayer.Units, $"{at}.backward_layer.units", layer.BackwardLayer.Units,
            $"{layer.Layer.Units} as in the forward layer")
        ?? Expect(
            layer.MergeMode is not null && BidirectionalLayer.MergeModes.Contains(layer.MergeMode), $"{at}.merge_mode", layer.MergeMode,
            string.Join(", ", BidirectionalLayer.MergeModes));

    private static string? Sequence(LayerDescription layer, SignalShape input, string at) =>
        Expect(
            input.Steps is not null, at, $"{layer.Type} of a vector of {input}",
            "a sequence (return_sequences of the recurrent layer before it)");

    private static string? Units(LayerDescription layer, string at) =>
        Expect(layer.Units is >= 1 and <= LargestUnits, $"{at}.units", layer.Units, $"1 to {LargestUnits}");

    private static string? RowActivation(string? name, string at) =>
        Expect(
            name is not null && Activations.FindForRows(name) is not null, $"{at}.activation", name, string.Join(", ", Activations.Names));

    private static string? Windows(LayerDescription layer, string at, params string[] paddings) =>
        Range(layer.Size, $"{at}.size") ?? Range(layer.Stride ?? 1, $"{at}.stride") ?? Range(layer.Dilation ?? 1, $"{at}.dilation")
        ?? Expect(paddings.Contains(layer.Padding ?? "valid"), $"{at}.padding", layer.Padding, string.Join(", ", paddings));

    private static string? Range(int? count, string path) => Expect(count is >= 1 and <= LargestSteps, path, count, $"1 to {LargestSteps}");

    private static string? Expect(bool holds, string path, object? found, string expected) =>
        Expectation.Check(holds, path, found, expected);
}
