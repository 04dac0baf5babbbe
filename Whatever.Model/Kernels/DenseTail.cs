using System.Runtime.CompilerServices;
using Whatever.Model.Networks;

namespace Whatever.Model.Kernels;

/// <summary>The dense layers behind the last step: so little work beside the LSTM that plain loops do.</summary>
internal sealed unsafe class DenseTail
{
    private readonly DenseLayer[] layers;
    private readonly double[][] rows;
    private readonly Func<double, double>[] activations;
    private readonly int widest;

    public DenseTail(IReadOnlyList<DenseLayer> layers)
    {
        this.layers = [.. layers];
        activations =
        [
            .. layers.Select(
                layer =>
                    Activations.Find(layer.ActivationName)
                        ?? throw new ArgumentException($"Activation {layer.ActivationName} is not one of each number by itself.")),
        ];
        rows = [.. layers.Select(layer => layer.Kernel.Transpose().ToRowMajorArray())];
        widest = layers.Max(layer => Math.Max(layer.Kernel.RowCount, layer.Kernel.ColumnCount));
    }

    /// <summary>Room that <see cref="Run"/> needs.</summary>
    public int ScratchLength => 2 * widest;

    /// <param name="h">The last layer's output of one row.</param>
    /// <param name="outputs">Of that row.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* h, Span<float> outputs, Span<double> scratch)
    {
        var from = scratch[..widest];
        var to = scratch[widest..];
        for (var k = 0; k < layers[0].Kernel.RowCount; k++)
        {
            from[k] = h[k];
        }

        for (var l = 0; l < layers.Length; l++)
        {
            Multiply(layers[l], rows[l], activations[l], from, to);
            var swap = from;
            from = to;
            to = swap;
        }

        for (var j = 0; j < outputs.Length; j++)
        {
            outputs[j] = (float)from[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(DenseLayer layer, double[] rows, Func<double, double> activation, Span<double> x, Span<double> y)
    {
        var inputs = layer.Kernel.RowCount;
        for (var j = 0; j < layer.Bias.Count; j++)
        {
            var row = rows.AsSpan(j * inputs, inputs);
            var (even, odd) = (layer.Bias[j], 0.0);
            var k = 0;
            for (; k + 1 < row.Length; k += 2)
            {
                even += row[k] * x[k];
                odd += row[k + 1] * x[k + 1];
            }

            y[j] = activation(even + odd + (k < row.Length ? row[k] * x[k] : 0));
        }
    }
}
