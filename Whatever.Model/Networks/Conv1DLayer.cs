using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>y[o] = a(Σk x[step(o, k)] W[k] + b); steps in the padding are 0.</summary>
public sealed class Conv1DLayer : ILayer
{
    private readonly IReadOnlyList<Matrix<double>> kernels;
    private readonly Vector<double> bias;
    private readonly StepWindows windows;
    private readonly Func<Matrix<double>, Matrix<double>> activation;

    /// <param name="kernels">W, one matrix of shape (features, filters) for each place of the window.</param>
    /// <param name="bias">b, shape (filters).</param>
    /// <param name="windows">Which steps are looked at.</param>
    /// <param name="activationName">a.</param>
    /// <exception cref="ArgumentException">The activation is not known.</exception>
    public Conv1DLayer(IReadOnlyList<Matrix<double>> kernels, Vector<double> bias, StepWindows windows, string activationName)
    {
        (this.kernels, this.bias, this.windows) = (kernels, bias, windows);
        activation = Activations.FindForRows(activationName)
            ?? throw new ArgumentException($"Activation is \"{activationName}\", expected {string.Join(", ", Activations.Names)}.");
    }

    /// <inheritdoc/>
    public Signal Forward(Signal input)
    {
        var steps = input.Steps.Count;
        var outputs = new List<Matrix<double>>();
        for (var o = 0; o < windows.Count(steps); o++)
        {
            var sum = Matrix<double>.Build.Dense(input.Batch, bias.Count);
            for (var k = 0; k < kernels.Count; k++)
            {
                var step = windows.StepAt(o, k, steps);
                sum = step >= 0 && step < steps ? sum + (input.Steps[(int)step] * kernels[k]) : sum;
            }

            outputs.Add(activation(Recurrences.AddToRows(sum, bias)));
        }

        return Signal.OfSequence(outputs);
    }
}
