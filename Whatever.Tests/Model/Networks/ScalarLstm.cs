using Whatever.Model.Networks;

namespace Whatever.Tests.Model.Networks;

/// <summary>The equations once more, one number at a time: what the matrix code has to agree with.</summary>
internal static class ScalarLstm
{
    /// <returns>h after each step, for one window of shape (steps, features).</returns>
    public static double[][] Run(double[][] window, LstmLayer layer)
    {
        var n = layer.Units;
        var (h, c) = (new double[n], new double[n]);
        var outputs = new List<double[]>();
        foreach (var x in window)
        {
            var (nextH, nextC) = (new double[n], new double[n]);
            for (var unit = 0; unit < n; unit++)
            {
                var i = Sigmoid(Z(x, h, layer, 0, unit));
                var f = Sigmoid(Z(x, h, layer, 1, unit));
                var candidate = Math.Tanh(Z(x, h, layer, 2, unit));
                var o = Sigmoid(Z(x, h, layer, 3, unit));
                nextC[unit] = (f * c[unit]) + (i * candidate);
                nextH[unit] = o * Math.Tanh(nextC[unit]);
            }

            (h, c) = (nextH, nextC);
            outputs.Add(h);
        }

        return [.. outputs];
    }

    public static double[] Run(double[][] window, INetwork any)
    {
        var network = Assert.IsType<LstmNetwork>(any);
        var sequence = window;
        foreach (var layer in network.Lstm)
        {
            sequence = Run(sequence, layer);
        }

        return network.Dense.Aggregate(sequence[^1], Run);
    }

    private static double[] Run(double[] x, DenseLayer layer)
    {
        var y = new double[layer.Bias.Count];
        for (var unit = 0; unit < y.Length; unit++)
        {
            var sum = layer.Bias[unit];
            for (var k = 0; k < x.Length; k++)
            {
                sum += x[k] * layer.Kernel[k, unit];
            }

            y[unit] = layer.ActivationName switch
            {
                "linear" => sum,
                "relu" => sum > 0 ? sum : 0,
                "sigmoid" => Sigmoid(sum),
                "tanh" => Math.Tanh(sum),
                _ => throw new InvalidOperationException(layer.ActivationName),
            };
        }

        return y;
    }

    private static double Z(double[] x, double[] h, LstmLayer layer, int gate, int unit)
    {
        var column = (gate * layer.Units) + unit;
        var sum = layer.Bias[column];
        for (var k = 0; k < x.Length; k++)
        {
            sum += x[k] * layer.Kernel[k, column];
        }

        for (var k = 0; k < h.Length; k++)
        {
            sum += h[k] * layer.RecurrentKernel[k, column];
        }

        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
