using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>The equations of a recurrent layer, without the question what of its outputs goes on.</summary>
public interface IRecurrence
{
    /// <summary>Runs over a window from an empty state.</summary>
    /// <param name="steps">One matrix a step, each of shape (batch, features).</param>
    /// <param name="kept">For each step which windows are told of it: the state of the others stays as it was. Null for all.</param>
    /// <returns>The output after each step, each of shape (batch, units).</returns>
    IReadOnlyList<Matrix<double>> Forward(IReadOnlyList<Matrix<double>> steps, IReadOnlyList<bool[]>? kept = null);
}
