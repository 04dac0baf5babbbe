using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>LSTM layers, each fed with every step of the one before, then dense layers on the last step of the last one.</summary>
/// <param name="Lstm">At least one.</param>
/// <param name="Dense">At least one; the last gives the outputs.</param>
public sealed record LstmNetwork(IReadOnlyList<LstmLayer> Lstm, IReadOnlyList<DenseLayer> Dense) : INetwork
{
    /// <summary>Features of each step.</summary>
    public int Features => Lstm[0].Features;

    /// <summary>Outputs of the last layer.</summary>
    public int Outputs => Dense[^1].Bias.Count;

    /// <summary>The outputs of one window.</summary>
    /// <param name="window">Shape (steps, features).</param>
    /// <returns>Shape (outputs).</returns>
    public Vector<double> Forward(Matrix<double> window) =>
        Forward([.. Enumerable.Range(0, window.RowCount).Select(step => window.SubMatrix(step, 1, 0, window.ColumnCount))]).Row(0);

    /// <summary>The outputs of a batch of windows.</summary>
    /// <param name="steps">One matrix a step, each of shape (batch, features).</param>
    /// <returns>Shape (batch, outputs).</returns>
    public Matrix<double> Forward(IReadOnlyList<Matrix<double>> steps)
    {
        var sequence = Lstm.Aggregate(steps, (input, layer) => layer.Forward(input));
        return Dense.Aggregate(sequence[^1], (input, layer) => layer.Forward(input));
    }
}
