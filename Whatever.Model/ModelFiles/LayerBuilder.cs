using Whatever.Model.Networks;
using T = Whatever.Model.Networks.LayerTypes;

namespace Whatever.Model.ModelFiles;

/// <summary>
/// Makes layers of their descriptions and tensors. Tensors are named by the type of the layer and its place among those of that type.
/// </summary>
internal sealed class LayerBuilder(TensorTaker taker)
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    public LstmLayer Lstm(LayerDescription layer, int inputs) => Lstm(layer, inputs, NextPrefix(layer.Type));

    public DenseLayer Dense(LayerDescription layer, int inputs) => Dense(layer, inputs, NextPrefix(layer.Type));

    private ILayer Build(LayerDescription layer, SignalShape input, string prefix) => layer.Type switch
    {
        T.Lstm or T.Gru or T.SimpleRnn => Recurrent(layer, input.Features, prefix),
        T.Bidirectional => new BidirectionalLayer(
            Recurrent(layer.Layer!, input.Features, $"{prefix}.forward"),
            Recurrent(layer.BackwardLayer!, input.Features, $"{prefix}.backward"), layer.MergeMode!),
        T.TimeDistributed => new TimeDistributedLayer(Build(layer.Layer!, input, $"{prefix}.layer")),
        T.Dense => Dense(layer, input.Features, prefix),
        T.Conv1D => new Conv1DLayer(
            taker.Matrices($"{prefix}.kernel", layer.Size!.Value, input.Features, layer.Units), taker.Vector($"{prefix}.bias", layer.Units),
            layer.Windows, layer.Activation ?? "linear"),
        T.BatchNormalization => new BatchNormalizationLayer(
            taker.Vector($"{prefix}.gamma", input.Features), taker.Vector($"{prefix}.beta", input.Features),
            taker.Vector($"{prefix}.moving_mean", input.Features), taker.Variance($"{prefix}.moving_variance", input.Features),
            layer.Epsilon!.Value),
        T.LayerNormalization => new LayerNormalizationLayer(
            taker.Vector($"{prefix}.gamma", input.Features), taker.Vector($"{prefix}.beta", input.Features), layer.Epsilon!.Value),
        T.Rescaling => Rescaling(layer, input.Features, prefix),
        T.Masking => new MaskingLayer(layer.MaskValue!.Value),
        T.Heads => new HeadsLayer([.. layer.Branches!.Select(branch => Chain(branch, input, out _))]),
        T.MaxPooling or T.AveragePooling => new PoolingLayer(layer.Windows, layer.Type == T.AveragePooling),
        T.GlobalMaxPooling or T.GlobalAveragePooling => new PoolingLayer(null, layer.Type == T.GlobalAveragePooling),
        T.RepeatVector => new RepeatVectorLayer(layer.Steps!.Value),
        T.Reshape => new ReshapeLayer(new SignalShape(layer.Steps, layer.Features!.Value)),
        T.Flatten => new FlattenLayer(),
        T.Activation => StepwiseLayer.Activation(layer.Activation!),
        T.Relu => StepwiseLayer.Relu(layer.NegativeSlope ?? 0, layer.Threshold ?? 0, layer.MaxValue ?? double.PositiveInfinity),
        T.Elu => StepwiseLayer.Elu(layer.Alpha!.Value),
        _ => throw new ArgumentException($"Layer is {layer.Type}, expected {string.Join(", ", T.All)}."),
    };

    /// <param name="layers">From input to output; it is known which recurrent ones give sequences.</param>
    /// <param name="input">What the first one takes.</param>
    /// <param name="output">What the last one gives.</param>
    public IReadOnlyList<ILayer> Chain(IReadOnlyList<LayerDescription> layers, SignalShape input, out SignalShape output)
    {
        output = input;
        var built = new List<ILayer>();
        foreach (var layer in layers)
        {
            built.Add(Build(layer, output, NextPrefix(layer.Type)));
            output = LayerShapes.Next(layer, output);
        }

        return built;
    }

    private StepwiseLayer Rescaling(LayerDescription layer, int features, string prefix) =>
        StepwiseLayer.Rescaling(
            taker.Vector($"{prefix}.scale", features), taker.Vector($"{prefix}.offset", features), layer.ForgetsMask ?? false);

    private RecurrentLayer Recurrent(LayerDescription layer, int inputs, string prefix)
    {
        IRecurrence recurrence = layer.Type switch
        {
            T.Lstm => Lstm(layer, inputs, prefix),
            T.Gru => Gru(layer, inputs, prefix),
            _ => new SimpleRnnLayer(
                taker.Matrix($"{prefix}.kernel", inputs, layer.Units), taker.Matrix($"{prefix}.recurrent_kernel", layer.Units, layer.Units),
                taker.Vector($"{prefix}.bias", layer.Units), layer.Activation ?? "tanh"),
        };
        return new RecurrentLayer(recurrence, layer.ReturnSequences ?? false, layer.GoBackwards ?? false);
    }

    private LstmLayer Lstm(LayerDescription layer, int inputs, string prefix) => new(
        taker.Matrix($"{prefix}.kernel", inputs, 4 * layer.Units),
        taker.Matrix($"{prefix}.recurrent_kernel", layer.Units, 4 * layer.Units),
        taker.Vector($"{prefix}.bias", 4 * layer.Units),
        layer.Activation ?? "tanh",
        layer.RecurrentActivation ?? "sigmoid");

    private GruLayer Gru(LayerDescription layer, int inputs, string prefix) => new(
        taker.Matrix($"{prefix}.kernel", inputs, 3 * layer.Units),
        taker.Matrix($"{prefix}.recurrent_kernel", layer.Units, 3 * layer.Units),
        taker.Vector($"{prefix}.bias", 3 * layer.Units),
        layer.ResetAfter == true ? taker.Vector($"{prefix}.recurrent_bias", 3 * layer.Units) : null,
        layer.Activation ?? "tanh",
        layer.RecurrentActivation ?? "sigmoid");

    private DenseLayer Dense(LayerDescription layer, int inputs, string prefix) =>
        new(
            taker.Matrix($"{prefix}.kernel", inputs, layer.Units), taker.Vector($"{prefix}.bias", layer.Units),
            layer.Activation ?? "linear");

    private string NextPrefix(string type)
    {
        var place = counts.GetValueOrDefault(type);
        counts[type] = place + 1;
        return $"{type}_{place}";
    }
}
