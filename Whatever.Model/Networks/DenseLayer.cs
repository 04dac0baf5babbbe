using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>y = a(x W + b), of a sequence at every step.</summary>
public sealed class DenseLayer : ILayer
{
    private readonly Func<Matrix<double>, Matrix<double>> activation;

    /// <param name="kernel">W, shape (inputs, units).</param>
    /// <param name="bias">b, shape (units).</param>
    /// <param name="activationName">A name that <see cref="Activations.FindForRows"/> knows.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or the activation is not known.</exception>
    public DenseLayer(Matrix<double> kernel, Vector<double> bias, string activationName)
    {
        if (kernel.ColumnCount != bias.Count)
        {
            throw new ArgumentException(
                $"Kernel is {kernel.RowCount} x {kernel.ColumnCount}, bias {bias.Count}; expected as many columns as biases.");
        }

        activation = Activations.FindForRows(activationName)
            ?? throw new ArgumentException($"Activation is \"{activationName}\", expected {string.Join(", ", Activations.Names)}.");
        (Kernel, Bias, ActivationName) = (kernel, bias, activationName);
    }

    /// <summary>W, shape (inputs, units).</summary>
    public Matrix<double> Kernel { get; }

    /// <summary>b, shape (units).</summary>
    public Vector<double> Bias { get; }

    /// <summary>The name of a.</summary>
    public string ActivationName { get; }

    /// <param name="x">Shape (batch, inputs).</param>
    /// <returns>Shape (batch, units).</returns>
    public Matrix<double> Forward(Matrix<double> x) => activation(Recurrences.AddToRows(x * Kernel, Bias));

    /// <inheritdoc/>
    public Signal Forward(Signal input) => input.Map(Forward);
}
