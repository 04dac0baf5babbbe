using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Kernels;
using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Kernels;

/// <summary>Networks of random weights, and the comparison of a runner with the textbook forward pass.</summary>
internal static class RandomNetwork
{
    public static LstmNetwork Create(int features, int[] lstm, int[] dense, int seed, string activation = "linear")
    {
        var random = new Random(seed);
        Matrix<double> Uniform(int rows, int columns) =>
            Matrix<double>.Build.Dense(rows, columns, (_, _) => (float)((2 * random.NextDouble()) - 1) / Math.Sqrt(rows));
        var inputs = features;
        var layers = new List<LstmLayer>();
        foreach (var units in lstm)
        {
            layers.Add(new LstmLayer(Uniform(inputs, 4 * units), Uniform(units, 4 * units), Uniform(1, 4 * units).Row(0)));
            inputs = units;
        }

        var tail = new List<DenseLayer>();
        foreach (var units in dense)
        {
            tail.Add(new DenseLayer(Uniform(inputs, units), Uniform(1, units).Row(0), units == dense[^1] ? "linear" : activation));
            inputs = units;
        }

        return new LstmNetwork(layers, tail);
    }

    public static void Compare(LstmNetwork network, LstmRunner runner, int batch, int steps, double tolerance, int seed, double scale = 1)
    {
        var random = new Random(seed);
        var windows = Enumerable.Range(0, batch * steps * network.Features).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))
            .ToArray();
        var outputs = new float[batch * network.Outputs];
        runner.Run(windows, steps, outputs);
        var matrices = Enumerable.Range(0, steps)
            .Select(
                step =>
                    Matrix<double>.Build.Dense(
                        batch, network.Features, (row, k) => windows[(((row * steps) + step) * network.Features) + k]))
                .ToList();
        var expected = network.Forward(matrices);
        var largest = Math.Max(1, expected.Enumerate().Max(Math.Abs));
        for (var row = 0; row < batch; row++)
        {
            for (var j = 0; j < network.Outputs; j++)
            {
                var difference = Math.Abs(outputs[(row * network.Outputs) + j] - expected[row, j]);
                Assert.True(
                    difference <= tolerance * largest,
                    $"{runner.Choice}, batch {batch}, row {row}, output {j}: {outputs[(row * network.Outputs) + j]}, expected "
                        + $"{expected[row, j]}");
            }
        }
    }
}
