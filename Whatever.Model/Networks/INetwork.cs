using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>A whole network: windows in, one row of outputs a window out.</summary>
public interface INetwork
{
    /// <summary>Features of each step.</summary>
    int Features { get; }

    /// <summary>Outputs of a window.</summary>
    int Outputs { get; }

    /// <summary>The outputs of one window.</summary>
    /// <param name="window">Shape (steps, features).</param>
    /// <returns>Shape (outputs).</returns>
    Vector<double> Forward(Matrix<double> window);

    /// <summary>The outputs of a batch of windows.</summary>
    /// <param name="steps">One matrix a step, each of shape (batch, features).</param>
    /// <returns>Shape (batch, outputs).</returns>
    Matrix<double> Forward(IReadOnlyList<Matrix<double>> steps);
}
