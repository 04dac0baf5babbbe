using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>
/// y[o] = the largest value, or the mean, of the steps that the window of output o looks at, for each feature; padding does not count. The
/// mean over all steps leaves out those that are skipped; nothing else does, as in Keras.
/// </summary>
/// <param name="windows">Which steps are looked at; null for all of them, and the output is a vector.</param>
/// <param name="average">The mean instead of the largest.</param>
public sealed class PoolingLayer(StepWindows? windows, bool average) : ILayer
{
    /// <inheritdoc/>
    public Signal Forward(Signal input)
    {
        var steps = input.Steps.Count;
        return windows is null
            ? Signal.OfVector(average && input.Kept is { } kept ? MeanOfKept(input.Steps, kept) : Pool(input.Steps))
            : Signal.OfSequence([.. Enumerable.Range(0, windows.Count(steps)).Select(o => Pool(
                [
                    .. Enumerable.Range(0, windows.Size).Select(k => windows.StepAt(o, k, steps)).Where(step => step >= 0 && step < steps)
                        .Select(step => input.Steps[(int)step])]))]);
    }

    private static Matrix<double> MeanOfKept(IReadOnlyList<Matrix<double>> steps, IReadOnlyList<bool[]> kept)
    {
        var sum = Matrix<double>.Build.Dense(steps[0].RowCount, steps[0].ColumnCount);
        foreach (var (step, isKept) in steps.Zip(kept))
        {
            sum += step.MapIndexed((row, _, value) => isKept[row] ? value : 0, Zeros.Include);
        }

        return sum.MapIndexed((row, _, value) => value / kept.Count(isKept => isKept[row]), Zeros.Include);
    }

    private Matrix<double> Pool(IReadOnlyList<Matrix<double>> pooled) =>
        average
            ? pooled.Aggregate((sum, next) => sum + next) / pooled.Count
            : pooled.Aggregate((largest, next) => largest.PointwiseMaximum(next));
}
