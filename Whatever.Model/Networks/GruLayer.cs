using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>One GRU layer, with the gates side by side in the order of Keras: z, r, h~.</summary>
/// <remarks>
/// <code>
/// z  = ρ(x Wz + bz + h Uz + cz)               update gate
/// r  = ρ(x Wr + br + h Ur + cr)               reset gate
/// h~ = a(x Wh + bh + r ∘ (h Uh + ch))         candidate, reset after the product (Keras 2 on TensorFlow 2, Keras 3)
/// h~ = a(x Wh + bh + (r ∘ h) Uh)              candidate, reset before it (Cho et al. 2014; c = 0)
/// h  = z ∘ h + (1 - z) ∘ h~
/// </code>
/// </remarks>
public sealed class GruLayer : IRecurrence
{
    private readonly Matrix<double> w;
    private readonly Matrix<double> u;
    private readonly Vector<double> b;
    private readonly Vector<double>? c;
    private readonly int units;
    private readonly Func<double, double> activation;
    private readonly Func<double, double> gate;

    /// <param name="kernel">W, shape (features, 3 units).</param>
    /// <param name="recurrentKernel">U, shape (units, 3 units).</param>
    /// <param name="bias">b, shape (3 units).</param>
    /// <param name="recurrentBias">c, shape (3 units); null where the reset gate comes before the product.</param>
    /// <param name="activationName">a, tanh in the paper.</param>
    /// <param name="recurrentActivationName">ρ, sigmoid in the paper.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or an activation is not known.</exception>
    public GruLayer(
        Matrix<double> kernel, Matrix<double> recurrentKernel, Vector<double> bias, Vector<double>? recurrentBias,
        string activationName = "tanh", string recurrentActivationName = "sigmoid")
    {
        units = recurrentKernel.RowCount;
        if (
            new[] { kernel.ColumnCount, recurrentKernel.ColumnCount, bias.Count, recurrentBias?.Count ?? 3 * units }
                .Any(count => count != 3 * units))
        {
            throw new ArgumentException(
                $"Kernel has {kernel.ColumnCount} columns, recurrent kernel {recurrentKernel.ColumnCount}, bias {bias.Count}; expected "
                    + $"{3 * units} each.");
        }

        (w, u, b, c) = (kernel, recurrentKernel, bias, recurrentBias);
        (activation, gate) = (Recurrences.Function(activationName), Recurrences.Function(recurrentActivationName));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Matrix<double>> Forward(IReadOnlyList<Matrix<double>> steps, IReadOnlyList<bool[]>? kept = null)
    {
        var h = Matrix<double>.Build.Dense(steps[0].RowCount, units);
        var outputs = new List<Matrix<double>>(steps.Count);
        for (var step = 0; step < steps.Count; step++)
        {
            h = Recurrences.Hold(Step(steps[step], h), h, kept?[step]);
            outputs.Add(h);
        }

        return outputs;
    }

    private Matrix<double> Step(Matrix<double> x, Matrix<double> h)
    {
        var fromInput = Recurrences.AddToRows(x * w, b);
        var fromState = h * u;
        fromState = c is null ? fromState : Recurrences.AddToRows(fromState, c);
        var z = (Gate(fromInput, 0) + Gate(fromState, 0)).Map(gate, Zeros.Include);
        var r = (Gate(fromInput, 1) + Gate(fromState, 1)).Map(gate, Zeros.Include);
        var reset = c is null ? r.PointwiseMultiply(h) * Gate(u, 2) : r.PointwiseMultiply(Gate(fromState, 2));
        var candidate = (Gate(fromInput, 2) + reset).Map(activation, Zeros.Include);
        return z.PointwiseMultiply(h) + (1 - z).PointwiseMultiply(candidate);
    }

    private Matrix<double> Gate(Matrix<double> all, int index) => all.SubMatrix(0, all.RowCount, index * units, units);
}
