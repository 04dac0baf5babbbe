using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;

namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Where each parameter lies in the one row of floats that the kernels read, the gradient is written to and the optimiser moves along:
/// first all weights, then all biases, the same for every width of register. Files and people get them in plain order: of each LSTM layer
/// W, U, b, then V, d; matrices row-major.
/// </summary>
internal sealed class ParameterLayout
{
    private readonly NetworkShape shape;
    private readonly int[] order;

    public ParameterLayout(NetworkShape shape)
    {
        this.shape = shape;
        var inputs = shape.LstmUnits.Prepend(shape.Features);
        var bare = inputs.Zip(shape.LstmUnits, (features, units) => new LstmPlace(features, units)).ToList();
        var dense = new DensePlace(shape.LstmUnits[^1], shape.Outputs);
        Decayed = bare.Sum(place => place.WeightCount) + dense.WeightCount;
        var (weights, bias) = (0, Decayed);
        var placed = new List<LstmPlace>();
        foreach (var place in bare)
        {
            placed.Add(new LstmPlace(place.Features, place.Units) { Weights = weights, Bias = bias });
            (weights, bias) = (weights + place.WeightCount, bias + place.BiasCount);
        }

        Lstm = placed;
        Dense = new DensePlace(dense.Units, dense.Outputs) { Weights = weights, Bias = bias };
        Length = bias + dense.BiasCount;
        order = [.. Lstm.SelectMany(OrderOf), .. OrderOf(Dense)];
    }

    public IReadOnlyList<LstmPlace> Lstm { get; }

    public DensePlace Dense { get; }

    /// <summary>Floats of all parameters and of what fills them up.</summary>
    public int Length { get; }

    /// <summary>Floats at the beginning that are weights; the rest are biases, which do not decay.</summary>
    public int Decayed { get; }

    /// <summary>In plain order.</summary>
    public float[] ToPlain(ReadOnlySpan<float> packed)
    {
        var plain = new float[order.Length];
        for (var k = 0; k < plain.Length; k++)
        {
            plain[k] = packed[order[k]];
        }

        return plain;
    }

    /// <summary>From plain order; what fills up is left as it is.</summary>
    public void Pack(ReadOnlySpan<float> plain, Span<float> packed)
    {
        for (var k = 0; k < plain.Length; k++)
        {
            packed[order[k]] = plain[k];
        }
    }

    /// <param name="plain">In plain order.</param>
    public LstmNetwork ToNetwork(float[] plain)
    {
        var at = 0;
        Matrix<double> Take(int rows, int columns)
        {
            var start = at;
            at += rows * columns;
            return Matrix<double>.Build.Dense(rows, columns, (row, column) => plain[start + (row * columns) + column]);
        }

        var lstm = Lstm.Select(
            place =>
                new LstmLayer(Take(place.Features, 4 * place.Units), Take(place.Units, 4 * place.Units), Take(1, 4 * place.Units).Row(0)))
            .ToList();
        return new LstmNetwork(lstm, [new DenseLayer(Take(Dense.Units, Dense.Outputs), Take(1, Dense.Outputs).Row(0), "linear")]);
    }

    /// <returns>In plain order.</returns>
    /// <exception cref="ArgumentException">The network is of another shape.</exception>
    public float[] FromNetwork(LstmNetwork network)
    {
        var fits = network.Lstm.Select(layer => layer.Units).SequenceEqual(shape.LstmUnits) && network.Features == shape.Features
            && network.Dense is [{ ActivationName: "linear" } only] && only.Bias.Count == shape.Outputs
            && network.Lstm.All(layer => layer is { ActivationName: "tanh", RecurrentActivationName: "sigmoid" });
        return fits
            ? [
                .. network.Lstm.SelectMany(layer => Rows(layer.Kernel).Concat(Rows(layer.RecurrentKernel)).Concat(layer.Bias))
                    .Concat(Rows(network.Dense[0].Kernel)).Concat(network.Dense[0].Bias).Select(value => (float)value)]
            : throw new ArgumentException("The network to begin with is of another shape than the one to train.");
    }

    private static double[] Rows(Matrix<double> matrix) => matrix.ToRowMajorArray();

    private static IEnumerable<int> OrderOf(LstmPlace place)
    {
        var columns = Enumerable.Range(0, 4 * place.Units).ToList();
        return Enumerable.Range(0, place.Features + place.Units).SelectMany(k => columns.Select(column => place.WeightAt(k, column)))
            .Concat(columns.Select(place.BiasAt));
    }

    private static IEnumerable<int> OrderOf(DensePlace place)
    {
        var columns = Enumerable.Range(0, place.Outputs).ToList();
        return Enumerable.Range(0, place.Units).SelectMany(unit => columns.Select(output => place.WeightAt(unit, output)))
            .Concat(columns.Select(place.BiasAt));
    }
}
