using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

/// <summary>Layers and windows of seeded numbers, large enough that every gate matters.</summary>
internal sealed class RandomNetworks(int seed)
{
    private readonly Random random = new(seed);

    public double Number() => (2 * random.NextDouble()) - 1;

    public Matrix<double> Matrix(int rows, int columns) => Matrix<double>.Build.Dense(rows, columns, (_, _) => Number());

    public Vector<double> Vector(int count) => Vector<double>.Build.Dense(count, _ => Number());

    public LstmLayer Lstm(int features, int units) => new(Matrix(features, 4 * units), Matrix(units, 4 * units), Vector(4 * units));

    public DenseLayer Dense(int inputs, int units, string activation) => new(Matrix(inputs, units), Vector(units), activation);

    /// <param name="features">Inputs of the first layer.</param>
    /// <param name="units">Of each LSTM layer.</param>
    /// <param name="dense">Of each dense layer.</param>
    public LstmNetwork Network(int features, int[] units, params (int Units, string Activation)[] dense)
    {
        var lstm = units.Select((size, index) => Lstm(index == 0 ? features : units[index - 1], size)).ToList();
        var ends = dense.Select((layer, index) => Dense(index == 0 ? units[^1] : dense[index - 1].Units, layer.Units, layer.Activation))
            .ToList();
        return new LstmNetwork(lstm, ends);
    }

    public double[][] Window(int steps, int features) =>
        [.. Enumerable.Range(0, steps).Select(_ => Enumerable.Range(0, features).Select(_ => 2 * Number()).ToArray())];

    /// <summary>One (batch, features) matrix a step.</summary>
    public static IReadOnlyList<Matrix<double>> Steps(params double[][][] windows) =>
        [
            .. Enumerable.Range(0, windows[0].Length)
                .Select(step => Matrix<double>.Build.DenseOfRowArrays(windows.Select(window => window[step])))];
}
