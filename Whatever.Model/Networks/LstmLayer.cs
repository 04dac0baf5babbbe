using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>
/// One LSTM layer in the letters of its equations, with the gates side by side in the order of Keras: i, f, c~, o.
/// <code>
/// i  = σ(x Wi + h Ui + bi)        input gate
/// f  = σ(x Wf + h Uf + bf)        forget gate
/// c~ = tanh(x Wc + h Uc + bc)     candidate
/// o  = σ(x Wo + h Uo + bo)        output gate
/// c  = f ∘ c + i ∘ c~
/// h  = o ∘ tanh(c)
/// </code>
/// Hochreiter and Schmidhuber 1997; forget gate after Gers, Schmidhuber and Cummins 2000. An imported layer may have other functions in the
/// place of tanh (both times) and of σ (all three times).
/// </summary>
public sealed class LstmLayer : IRecurrence
{
    private readonly Func<double, double> activation;
    private readonly Func<double, double> gate;

    /// <param name="kernel">W, shape (features, 4 units).</param>
    /// <param name="recurrentKernel">U, shape (units, 4 units).</param>
    /// <param name="bias">b, shape (4 units).</param>
    /// <param name="activationName">In the place of tanh.</param>
    /// <param name="recurrentActivationName">In the place of σ.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or an activation is not known.</exception>
    public LstmLayer(
        Matrix<double> kernel, Matrix<double> recurrentKernel, Vector<double> bias, string activationName = "tanh",
        string recurrentActivationName = "sigmoid")
    {
        var units = recurrentKernel.RowCount;
        if (recurrentKernel.ColumnCount != 4 * units || kernel.ColumnCount != 4 * units || bias.Count != 4 * units)
        {
            throw new ArgumentException(
                $"Kernel is {kernel.RowCount} x {kernel.ColumnCount}, recurrent kernel {units} x {recurrentKernel.ColumnCount}, bias "
                    + $"{bias.Count}; expected {4 * units} columns each.");
        }

        (Kernel, RecurrentKernel, Bias) = (kernel, recurrentKernel, bias);
        (ActivationName, RecurrentActivationName) = (activationName, recurrentActivationName);
        (activation, gate) = (Recurrences.Function(activationName), Recurrences.Function(recurrentActivationName));
    }

    /// <summary>W, shape (features, 4 units).</summary>
    public Matrix<double> Kernel { get; }

    /// <summary>U, shape (units, 4 units).</summary>
    public Matrix<double> RecurrentKernel { get; }

    /// <summary>b, shape (4 units).</summary>
    public Vector<double> Bias { get; }

    /// <summary>tanh, unless an imported layer says otherwise.</summary>
    public string ActivationName { get; }

    /// <summary>sigmoid, unless an imported layer says otherwise.</summary>
    public string RecurrentActivationName { get; }

    /// <summary>Size of h and c.</summary>
    public int Units => RecurrentKernel.RowCount;

    /// <summary>Features of each step.</summary>
    public int Features => Kernel.RowCount;

    /// <summary>Runs over a window from h = c = 0.</summary>
    /// <param name="steps">One matrix a step, each of shape (batch, features).</param>
    /// <param name="kept">For each step which windows are told of it; null for all.</param>
    /// <returns>h after each step, each of shape (batch, units).</returns>
    public IReadOnlyList<Matrix<double>> Forward(IReadOnlyList<Matrix<double>> steps, IReadOnlyList<bool[]>? kept = null)
    {
        var batch = steps[0].RowCount;
        var h = Matrix<double>.Build.Dense(batch, Units);
        var c = Matrix<double>.Build.Dense(batch, Units);
        var outputs = new List<Matrix<double>>(steps.Count);
        for (var step = 0; step < steps.Count; step++)
        {
            var (output, cell) = Step(steps[step], h, c);
            (h, c) = (Recurrences.Hold(output, h, kept?[step]), Recurrences.Hold(cell, c, kept?[step]));
            outputs.Add(h);
        }

        return outputs;
    }

    private (Matrix<double> H, Matrix<double> C) Step(Matrix<double> x, Matrix<double> h, Matrix<double> c)
    {
        var z = (x * Kernel) + (h * RecurrentKernel);
        for (var column = 0; column < z.ColumnCount; column++)
        {
            z.SetColumn(column, z.Column(column) + Bias[column]);
        }

        var i = Gate(z, 0).Map(gate, Zeros.Include);
        var f = Gate(z, 1).Map(gate, Zeros.Include);
        var candidate = Gate(z, 2).Map(activation, Zeros.Include);
        var o = Gate(z, 3).Map(gate, Zeros.Include);
        c = f.PointwiseMultiply(c) + i.PointwiseMultiply(candidate);
        return (o.PointwiseMultiply(c.Map(activation, Zeros.Include)), c);
    }

    private Matrix<double> Gate(Matrix<double> z, int index) => z.SubMatrix(0, z.RowCount, index * Units, Units);
}
