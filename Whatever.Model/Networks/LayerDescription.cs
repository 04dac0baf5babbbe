using System.Text.Json.Serialization;

namespace Whatever.Model.Networks;

/// <summary>A layer. What it does not need is left out.</summary>
/// <param name="Type">One of <see cref="LayerTypes"/>.</param>
/// <param name="Units">Size of its output, for the layers that choose it: recurrent ones, dense, conv1d (its filters).</param>
/// <param name="Activation">Of recurrent layers (tanh if left out), dense and conv1d (linear), activation.</param>
public sealed record LayerDescription(
    string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Units = 0, string? Activation = null)
{
    /// <summary>What it was called where it was made.</summary>
    public string? Name { get; init; }

    /// <summary>Of the gates of lstm and gru; sigmoid if left out.</summary>
    public string? RecurrentActivation { get; init; }

    /// <summary>Of a recurrent layer: whether every output goes on. If left out: where another recurrent layer follows.</summary>
    public bool? ReturnSequences { get; init; }

    /// <summary>Of a recurrent layer: whether it takes the steps from the last one on.</summary>
    public bool? GoBackwards { get; init; }

    /// <summary>Of gru: whether the reset gate comes after the product, with a bias of its own.</summary>
    public bool? ResetAfter { get; init; }

    /// <summary>Of bidirectional.</summary>
    public string? MergeMode { get; init; }

    /// <summary>Inside bidirectional (the forward one) and time_distributed.</summary>
    public LayerDescription? Layer { get; init; }

    /// <summary>Inside bidirectional.</summary>
    public LayerDescription? BackwardLayer { get; init; }

    /// <summary>Of conv1d and pooling: steps looked at.</summary>
    public int? Size { get; init; }

    /// <summary>Of conv1d and pooling: steps from output to output.</summary>
    public int? Stride { get; init; }

    /// <summary>Of conv1d and pooling: valid, same, causal.</summary>
    public string? Padding { get; init; }

    /// <summary>Of conv1d: between the steps looked at.</summary>
    public int? Dilation { get; init; }

    /// <summary>Of repeat_vector and reshape: steps of the output.</summary>
    public int? Steps { get; init; }

    /// <summary>Of reshape: features of the output.</summary>
    public int? Features { get; init; }

    /// <summary>Of batch_normalization and layer_normalization.</summary>
    public double? Epsilon { get; init; }

    /// <summary>Of elu.</summary>
    public double? Alpha { get; init; }

    /// <summary>Of relu; 0 if left out.</summary>
    public double? NegativeSlope { get; init; }

    /// <summary>Of relu; 0 if left out.</summary>
    public double? Threshold { get; init; }

    /// <summary>Of relu; none if left out.</summary>
    public double? MaxValue { get; init; }

    /// <summary>Of masking: a step whose features all have this value is skipped.</summary>
    public double? MaskValue { get; init; }

    /// <summary>Of rescaling: whether the layers behind it know nothing of skipped steps any more, as with Keras 2.</summary>
    public bool? ForgetsMask { get; init; }

    /// <summary>Of heads: the layers of each, which all look at the same; their outputs follow one another.</summary>
    public IReadOnlyList<IReadOnlyList<LayerDescription>>? Branches { get; init; }

    /// <summary>As in "lstm(50, relu)" or "bidirectional(lstm(6), concat)".</summary>
    public override string ToString()
    {
        string?[] settings =
        [
            Layer?.ToString(), MergeMode, Units > 0 ? $"{Units}" : null, Activation is "linear" ? null : Activation,
            Size is { } size ? $"size {size}" : null, Steps is { } steps ? $"{steps} steps" : null,
            MaskValue?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Branches is null ? null : string.Join(" | ", Branches.Select(branch => string.Join(" → ", branch))),
        ];
        return $"{Type}({string.Join(", ", settings.Where(setting => setting is not null))})".Replace("()", "", StringComparison.Ordinal);
    }

    [JsonIgnore]
    internal StepWindows Windows => new(Size ?? 1, Stride ?? 1, Padding ?? "valid", Dilation ?? 1);

    [JsonIgnore]
    internal bool IsRecurrent => Type is LayerTypes.Lstm or LayerTypes.Gru or LayerTypes.SimpleRnn;
}

/// <summary>The types of layers by their names in model.json.</summary>
internal static class LayerTypes
{
    public const string Lstm = "lstm";
    public const string Gru = "gru";
    public const string SimpleRnn = "simple_rnn";
    public const string Bidirectional = "bidirectional";
    public const string TimeDistributed = "time_distributed";
    public const string Dense = "dense";
    public const string Conv1D = "conv1d";
    public const string BatchNormalization = "batch_normalization";
    public const string MaxPooling = "max_pooling1d";
    public const string AveragePooling = "average_pooling1d";
    public const string GlobalMaxPooling = "global_max_pooling1d";
    public const string GlobalAveragePooling = "global_average_pooling1d";
    public const string RepeatVector = "repeat_vector";
    public const string Reshape = "reshape";
    public const string Flatten = "flatten";
    public const string Activation = "activation";
    public const string Relu = "relu";
    public const string Elu = "elu";
    public const string Rescaling = "rescaling";
    public const string LayerNormalization = "layer_normalization";
    public const string Masking = "masking";
    public const string Heads = "heads";

    public static IReadOnlyList<string> All { get; } =
    [
        Lstm, Gru, SimpleRnn, Bidirectional, TimeDistributed, Dense, Conv1D, BatchNormalization, MaxPooling, AveragePooling,
        GlobalMaxPooling,
        GlobalAveragePooling, RepeatVector, Reshape, Flatten, Activation, Relu, Elu, Rescaling, LayerNormalization, Masking, Heads,
    ];

    /// <summary>Says of every recurrent layer whether its sequence goes on.</summary>
    public static IReadOnlyList<LayerDescription> Resolve(IReadOnlyList<LayerDescription> layers) =>
        [.. layers.Select((layer, index) => layer.IsRecurrent
            ? layer with
            {
                ReturnSequences = layer.ReturnSequences
                    ?? (index + 1 < layers.Count && (layers[index + 1].IsRecurrent || layers[index + 1].Type == Bidirectional)),
            }
            : layer.Branches is { } branches ? layer with { Branches = [.. branches.Select(Resolve)] }
            : layer)];
}
