using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>A sequence as one vector: step after step, and of each step feature after feature.</summary>
public sealed class FlattenLayer : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input) => Signal.OfVector(Flatten(input.Steps));

    internal static Matrix<double> Flatten(IReadOnlyList<Matrix<double>> steps)
    {
        var features = steps[0].ColumnCount;
        return steps.Count == 1
            ? steps[0]
            : Matrix<double>.Build.Dense(steps[0].RowCount, steps.Count * features, (row, k) => steps[k / features][row, k % features]);
    }
}

/// <summary>A vector as a sequence that holds it at every step.</summary>
/// <param name="count">Steps.</param>
public sealed class RepeatVectorLayer(int count) : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input) => Signal.OfSequence([.. Enumerable.Repeat(input.Steps[0], count)]);
}

/// <summary>The same numbers in their order, in another shape.</summary>
/// <param name="shape">As many numbers as come in.</param>
public sealed class ReshapeLayer(SignalShape shape) : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input)
    {
        var flat = FlattenLayer.Flatten(input.Steps);
        return shape.Steps is { } steps
            ? Signal.OfSequence(
                [.. Enumerable.Range(0, steps).Select(step => flat.SubMatrix(0, flat.RowCount, step * shape.Features, shape.Features))])
            : Signal.OfVector(flat);
    }
}

/// <summary>A layer for vectors at every step of a sequence.</summary>
/// <param name="layer">Gives a vector for a vector.</param>
public sealed class TimeDistributedLayer(ILayer layer) : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input) => input.Map(step => layer.Forward(Signal.OfVector(step)).Steps[0]);
}
