using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>The same function at every step of a sequence, or of the one vector: y[t] = f(x[t]).</summary>
/// <param name="function">From (batch, inputs) to (batch, outputs).</param>
/// <param name="forgetsMask">Whether no step is skipped behind it.</param>
public sealed class StepwiseLayer(Func<Matrix<double>, Matrix<double>> function, bool forgetsMask = false) : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input) => input.Map(function) with { Kept = forgetsMask ? null : input.Kept };

    /// <summary>y = a(x).</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static StepwiseLayer Activation(string name) => new(Activations.FindForRows(name)
        ?? throw new ArgumentException($"Activation is \"{name}\", expected {string.Join(", ", Activations.Names)}."));

    /// <summary>y = x scale + offset.</summary>
    /// <param name="scale">Shape (features).</param>
    /// <param name="offset">Shape (features).</param>
    /// <param name="forgetsMask">Whether no step is skipped behind it.</param>
    public static StepwiseLayer Rescaling(Vector<double> scale, Vector<double> offset, bool forgetsMask) => new(
        x => x.MapIndexed((_, column, value) => (value * scale[column]) + offset[column], Zeros.Include), forgetsMask);

    /// <summary>y = min(x, max) where x ≥ threshold, slope (x - threshold) below it.</summary>
    /// <param name="negativeSlope">0 for a plain one.</param>
    /// <param name="threshold">0 for a plain one.</param>
    /// <param name="maximum">Infinity for none.</param>
    public static StepwiseLayer Relu(double negativeSlope, double threshold, double maximum) => new(x => x.Map(
        value => value >= threshold ? Math.Min(value, maximum) : negativeSlope * (value - threshold), Zeros.Include));

    /// <summary>y = x where x > 0, alpha (e^x - 1) elsewhere (Clevert et al. 2016).</summary>
    public static StepwiseLayer Elu(double alpha)
    {
        var elu = Activations.Find("elu")!;
        return new(x => x.Map(value => value > 0 ? value : alpha * elu(value), Zeros.Include));
    }
}
