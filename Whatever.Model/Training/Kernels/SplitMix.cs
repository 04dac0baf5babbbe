namespace Whatever.Model.Training.Kernels;

/// <summary>
/// Numbers that depend on nothing but what they are asked for, so that neither threads nor an interruption change them (Steele, Lea and
/// Flood 2014).
/// </summary>
internal static class SplitMix
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Mix(ulong a, ulong b)
    {
        var z = (a * Golden) + b + Golden;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <returns>0 to below 1.</returns>
    public static float Uniform(ulong a, ulong b) => (Mix(a, b) >> 40) / (float)(1 << 24);
}
