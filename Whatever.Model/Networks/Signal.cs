using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>What flows between two layers for a batch of windows: a sequence (one matrix a step) or a vector (one matrix).</summary>
/// <param name="Steps">Each of shape (batch, features); exactly one of a vector.</param>
/// <param name="IsSequence">A sequence of one step is not a vector.</param>
public sealed record Signal(IReadOnlyList<Matrix<double>> Steps, bool IsSequence)
{
    /// <summary>
    /// For each step, which windows of the batch are to be told of it; null where all are. Recurrent layers skip the others; a layer that
    /// makes another sequence of it lets it go, as Keras does.
    /// </summary>
    public IReadOnlyList<bool[]>? Kept { get; init; }

    /// <summary>Windows in the batch.</summary>
    public int Batch => Steps[0].RowCount;

    /// <summary>A vector for each window.</summary>
    public static Signal OfVector(Matrix<double> rows) => new([rows], IsSequence: false);

    /// <summary>A sequence for each window.</summary>
    public static Signal OfSequence(IReadOnlyList<Matrix<double>> steps) => new(steps, IsSequence: true);

    /// <summary>The same done to every step.</summary>
    public Signal Map(Func<Matrix<double>, Matrix<double>> change) => this with { Steps = [.. Steps.Select(change)] };
}

/// <summary>The shape of a signal without its batch.</summary>
/// <param name="Steps">Null of a vector.</param>
/// <param name="Features">Numbers a step.</param>
public readonly record struct SignalShape(int? Steps, int Features)
{
    /// <summary>Numbers in all.</summary>
    public long Count => (long)(Steps ?? 1) * Features;

    /// <summary>As in "60 x 5" or "6".</summary>
    public override string ToString() => Steps is { } steps ? $"{steps} x {Features}" : $"{Features}";
}
