using MathNet.Numerics.LinearAlgebra;

namespace Whatever.Model.Networks;

/// <summary>
/// y[o] = the largest value, or the mean, of the steps that the window of output o looks at, for each feature; padding does not count.
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
            ? Signal.OfVector(Pool(input.Steps))
            : Signal.OfSequence([.. Enumerable.Range(0, windows.Count(steps)).Select(o => Pool(
                [
                    .. Enumerable.Range(0, windows.Size).Select(k => windows.StepAt(o, k, steps)).Where(step => step >= 0 && step < steps)
                        .Select(step => input.Steps[(int)step])]))]);
    }

    private Matrix<double> Pool(IReadOnlyList<Matrix<double>> pooled) =>
        average
            ? pooled.Aggregate((sum, next) => sum + next) / pooled.Count
            : pooled.Aggregate((largest, next) => largest.PointwiseMaximum(next));
}
