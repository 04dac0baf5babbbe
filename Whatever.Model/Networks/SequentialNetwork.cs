using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>Any chain of layers.</summary>
/// <param name="layers">From input to output.</param>
/// <param name="input">What comes in: always a sequence.</param>
/// <param name="output">What comes out.</param>
/// <param name="weights">The numbers that the layers were made of, by their names in weights.safetensors.</param>
public sealed class SequentialNetwork(
    IReadOnlyList<ILayer> layers, SignalShape input, SignalShape output, IReadOnlyDictionary<string, Tensor> weights) : INetwork
{
    /// <inheritdoc/>
    public int Features => input.Features;

    /// <inheritdoc/>
    public int Outputs => (int)output.Count;

    /// <summary>The numbers that the layers were made of.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => weights;

    /// <inheritdoc/>
    public Vector<double> Forward(Matrix<double> window) =>
        Forward([.. Enumerable.Range(0, window.RowCount).Select(step => window.SubMatrix(step, 1, 0, window.ColumnCount))]).Row(0);

    /// <inheritdoc/>
    public Matrix<double> Forward(IReadOnlyList<Matrix<double>> steps) =>
        FlattenLayer.Flatten(layers.Aggregate(Signal.OfSequence(steps), (signal, layer) => layer.Forward(signal)).Steps);
}
