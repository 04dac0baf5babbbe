using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>
/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta for each feature, with the moving statistics of the training (Ioffe and Szegedy
/// 2015).
/// </summary>
public sealed class BatchNormalizationLayer : ILayer
{
    private readonly Vector<double> factor;
    private readonly Vector<double> shift;

    /// <param name="gamma">Shape (features), as all of them.</param>
    /// <param name="beta">See the formula.</param>
    /// <param name="mean">See the formula.</param>
    /// <param name="variance">Not negative.</param>
    /// <param name="epsilon">Keeps the root away from 0.</param>
    public BatchNormalizationLayer(Vector<double> gamma, Vector<double> beta, Vector<double> mean, Vector<double> variance, double epsilon)
    {
        factor = gamma.PointwiseDivide((variance + epsilon).PointwiseSqrt());
        shift = beta - mean.PointwiseMultiply(factor);
    }

    /// <inheritdoc/>
    public Signal Forward(Signal input) =>
        input.Map(x => x.MapIndexed((_, column, value) => (value * factor[column]) + shift[column], Zeros.Include));
}
