namespace Whatever.Model.Forecasting;

/// <summary>
/// What was forecast from past origins: night after night a band asks for the same last weeks once more. All of them are rounded to single
/// precision, far below what any forecast is off by, so that those found here are those made anew.
/// </summary>
internal static class PastForecasts
{
    /// <summary>
    /// About 800 bytes each, and a sensor has up to 126 of them: enough for two thousand sensors, with two hundred megabytes then.
    /// </summary>
    private static readonly Recall<UInt128, float[]> Kept = new(most: 524_288);

    /// <param name="key">Digest of all that has an influence.</param>
    /// <param name="make">Makes it: the longest horizon; NaN where there is no forecast.</param>
    public static double[] Of(UInt128 key, Func<double[]> make) =>
        Array.ConvertAll(Kept.Of(key, () => Array.ConvertAll(make(), value => (float)value)), value => (double)value);
}
