using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>h = a(x W + h U + b) (Elman 1990).</summary>
public sealed class SimpleRnnLayer : IRecurrence
{
    private readonly Matrix<double> w;
    private readonly Matrix<double> u;
    private readonly Vector<double> b;
    private readonly Func<double, double> activation;

    /// <param name="kernel">W, shape (features, units).</param>
    /// <param name="recurrentKernel">U, shape (units, units).</param>
    /// <param name="bias">b, shape (units).</param>
    /// <param name="activationName">a.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or the activation is not known.</exception>
    public SimpleRnnLayer(Matrix<double> kernel, Matrix<double> recurrentKernel, Vector<double> bias, string activationName = "tanh")
    {
        var units = recurrentKernel.RowCount;
        if (kernel.ColumnCount != units || recurrentKernel.ColumnCount != units || bias.Count != units)
        {
            throw new ArgumentException(
                $"Kernel has {kernel.ColumnCount} columns, recurrent kernel {recurrentKernel.ColumnCount}, bias {bias.Count}; expected "
                    + $"{units} each.");
        }

        (w, u, b, activation) = (kernel, recurrentKernel, bias, Recurrences.Function(activationName));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Matrix<double>> Forward(IReadOnlyList<Matrix<double>> steps, IReadOnlyList<bool[]>? kept = null)
    {
        var h = Matrix<double>.Build.Dense(steps[0].RowCount, u.RowCount);
        var outputs = new List<Matrix<double>>(steps.Count);
        for (var step = 0; step < steps.Count; step++)
        {
            var next = Recurrences.AddToRows((steps[step] * w) + (h * u), b).Map(activation, Zeros.Include);
            h = Recurrences.Hold(next, h, kept?[step]);
            outputs.Add(h);
        }

        return outputs;
    }
}
