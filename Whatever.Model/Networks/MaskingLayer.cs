using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>Steps whose features all have one value are skipped by the recurrent layers behind it; they go on as zeros.</summary>
/// <param name="maskValue">Compared in single precision, in which networks that have such a layer are trained.</param>
public sealed class MaskingLayer(double maskValue) : ILayer
{
    private readonly float masked = (float)maskValue;

    /// <inheritdoc/>
    public Signal Forward(Signal input)
    {
        var kept = input.Steps.Select(step => Enumerable.Range(0, step.RowCount).Select(row => IsKept(step, row)).ToArray()).ToList();
        return input with
        {
            Kept = kept,
            Steps = [.. input.Steps.Zip(kept, (step, isKept) =>
                step.MapIndexed((row, _, value) => isKept[row] ? value : 0, Zeros.Include))],
        };
    }

    private bool IsKept(Matrix<double> step, int row) =>
        Enumerable.Range(0, step.ColumnCount).Any(column => (float)step[row, column] != masked);
}
