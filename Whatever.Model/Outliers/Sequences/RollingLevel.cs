namespace Whatever.Model.Outliers.Sequences;

/// <summary>
/// The mean of the usable ones of the last <see cref="SequenceSettings.Window"/> samples. Summed afresh each time, so that nothing drifts.
/// </summary>
internal sealed class RollingLevel
{
    private readonly double[] window = new double[SequenceSettings.Window];
    private int next;

    public RollingLevel() => Array.Fill(window, double.NaN);

    /// <summary>
    /// How much of the distance of the last level counts, 0..1: a mean of n values scatters by √(window / n) more than one of a full
    /// window.
    /// </summary>
    public double Weight { get; private set; }

    /// <param name="value">NaN where the sample is missing or not to be counted.</param>
    /// <returns>NaN with fewer than <see cref="SequenceSettings.Confirm"/> usable samples.</returns>
    public double Add(double value)
    {
        window[next] = value;
        next = (next + 1) % window.Length;
        var (sum, count) = (0.0, 0);
        foreach (var sample in window)
        {
            if (!double.IsNaN(sample))
            {
                sum += sample;
                count++;
            }
        }

        Weight = Math.Sqrt((double)count / window.Length);
        return count >= SequenceSettings.Confirm ? sum / count : double.NaN;
    }
}
