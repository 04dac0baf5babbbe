using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>
/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with mean and variance of the features of each step by itself (Ba, Kiros and
/// Hinton 2016).
/// </summary>
/// <param name="gamma">Shape (features).</param>
/// <param name="beta">Shape (features).</param>
/// <param name="epsilon">Keeps the root away from 0.</param>
public sealed class LayerNormalizationLayer(Vector<double> gamma, Vector<double> beta, double epsilon) : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input) => input.Map(Normalize);

    private Matrix<double> Normalize(Matrix<double> x)
    {
        var y = x.Clone();
        for (var row = 0; row < x.RowCount; row++)
        {
            var centered = x.Row(row) - (x.Row(row).Sum() / x.ColumnCount);
            var deviation = Math.Sqrt((centered.DotProduct(centered) / x.ColumnCount) + epsilon);
            y.SetRow(row, gamma.PointwiseMultiply(centered / deviation) + beta);
        }

        return y;
    }
}
