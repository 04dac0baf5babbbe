using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>Several chains of layers that all look at the same; their outputs follow one another in one vector.</summary>
/// <param name="branches">Each from its first layer to its last.</param>
public sealed class HeadsLayer(IReadOnlyList<IReadOnlyList<ILayer>> branches) : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input) => Signal.OfVector(
        branches.Select(branch => FlattenLayer.Flatten(branch.Aggregate(input, (signal, layer) => layer.Forward(signal)).Steps))
            .Aggregate((Matrix<double> left, Matrix<double> right) => left.Append(right)));
}
