using System.Collections.Concurrent;

namespace Whatever.Model.Forecasting;

/// <summary>
/// What was forecast from past origins, of this process, by what it was made from: night after night a band asks for the same last weeks
/// once more. Whether one is found here or made anew makes no difference but the time it takes, so all of them are rounded to single
/// precision, far below what any forecast is off by.
/// </summary>
internal static class PastForecasts
{
    /// <summary>
    /// About 800 bytes each, and a sensor has up to 126 of them: enough for two thousand sensors, with two hundred megabytes then.
    /// </summary>
    private const int MostKept = 262_144;

    private static readonly ConcurrentDictionary<UInt128, float[]> Kept = new();
    private static readonly ConcurrentQueue<UInt128> Oldest = new();

    /// <param name="key">Digest of all that has an influence.</param>
    /// <param name="make">Makes it: the longest horizon; NaN where there is no forecast.</param>
    public static double[] Of(UInt128 key, Func<double[]> make)
    {
        if (!Kept.TryGetValue(key, out var known))
        {
            known = Array.ConvertAll(make(), value => (float)value);
            if (Kept.TryAdd(key, known))
            {
                Oldest.Enqueue(key);
                while (Oldest.Count > MostKept && Oldest.TryDequeue(out var oldest))
                {
                    Kept.TryRemove(oldest, out _);
                }
            }
        }

        return Array.ConvertAll(known, value => (double)value);
    }
}
