namespace Whatever.Model.Training.Kernels;

/// <summary>
/// The loss of one output. With e = y - target:
/// <code>
/// Mse       e²
/// Absolute  |e|
/// Huber     e² / 2 where |e| &lt; δ, else δ (|e| - δ / 2)          Huber 1964
/// Pinball   -q e where e &lt; 0, else (1 - q) e                    Koenker and Bassett 1978
/// </code>
/// </summary>
/// <param name="kind">Which.</param>
/// <param name="delta">δ of Huber.</param>
/// <param name="quantiles">q of each output, for Pinball.</param>
internal sealed class OutputLoss(LossKind kind, double delta, double[] quantiles)
{
    /// <param name="y">The output.</param>
    /// <param name="target">Not NaN.</param>
    /// <param name="output">Which output it is.</param>
    /// <param name="slope">The derivative by y.</param>
    public double At(double y, double target, int output, out double slope)
    {
        var e = y - target;
        switch (kind)
        {
            case LossKind.Absolute:
                slope = Math.Sign(e);
                return Math.Abs(e);
            case LossKind.Huber:
                slope = Math.Clamp(e, -delta, delta);
                return Math.Abs(e) < delta ? e * e / 2 : delta * (Math.Abs(e) - (delta / 2));
            case LossKind.Pinball:
                var q = quantiles[output];
                slope = e < 0 ? -q : e > 0 ? 1 - q : 0;
                return e * slope;
            default:
                slope = 2 * e;
                return e * e;
        }
    }
}
