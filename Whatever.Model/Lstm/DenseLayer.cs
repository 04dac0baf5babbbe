using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Lstm;

/// <summary>y = a(x W + b).</summary>
public sealed class DenseLayer
{
    private readonly Func<double, double> activation;

    /// <param name="kernel">W, shape (inputs, units).</param>
    /// <param name="bias">b, shape (units).</param>
    /// <param name="activationName">A name that <see cref="Activations.Find"/> knows.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or the activation is not known.</exception>
    public DenseLayer(Matrix<double> kernel, Vector<double> bias, string activationName)
    {
        if (kernel.ColumnCount != bias.Count)
        {
            throw new ArgumentException($"Kernel is {kernel.RowCount} x {kernel.ColumnCount}, bias {bias.Count}; expected as many columns as biases.");
        }

        activation = Activations.Find(activationName)
            ?? throw new ArgumentException($"Activation is \"{activationName}\", expected linear, relu, sigmoid or tanh.");
        (Kernel, Bias, ActivationName) = (kernel, bias, activationName);
    }

    /// <summary>W, shape (inputs, units).</summary>
    public Matrix<double> Kernel { get; }

    /// <summary>b, shape (units).</summary>
    public Vector<double> Bias { get; }

    /// <summary>The name of a.</summary>
    public string ActivationName { get; }

    /// <summary>a.</summary>
    internal double Activate(double z) => activation(z);

    /// <param name="x">Shape (batch, inputs).</param>
    /// <returns>Shape (batch, units).</returns>
    public Matrix<double> Forward(Matrix<double> x)
    {
        var y = x * Kernel;
        return y.MapIndexed((_, column, value) => activation(value + Bias[column]), Zeros.Include);
    }
}
