namespace Whatever.Model.Simulation;

/// <summary>
/// Gaussian noise that depends on the minute and the seed alone, so that any minute can be made again without the ones before it.
/// The white part hashes the minute (SplitMix64, Steele et al. 2014) into Box-Muller; the part with memory interpolates white noise on
/// coarser grids, whose correlation fades over an hour and over half a day.
/// </summary>
internal sealed class MinuteNoise(int seed)
{
    private const int ShortMemoryMinutes = 45;
    private const int LongMemoryMinutes = 12 * 60;

    /// <summary>Cosine interpolation of two unit normals has a mean variance of 3/4: this brings the standard deviation back to 1.</summary>
    private const double InterpolationLoss = 1.1547005383792515;

    /// <summary>Unit variance, independent from minute to minute.</summary>
    public double White(long minute, int channel) => Normal(minute, channel);

    /// <summary>About unit variance, with memory.</summary>
    public double Slow(long minute, int channel) =>
        (0.8 * Interpolated(minute, ShortMemoryMinutes, channel)) + (0.6 * Interpolated(minute, LongMemoryMinutes, channel + 1));

    private double Interpolated(long minute, int grid, int channel)
    {
        var cell = Math.DivRem(minute, grid, out var offset);
        var weight = 0.5 * (1 - Math.Cos(Math.PI * offset / grid));
        return InterpolationLoss * (((1 - weight) * Normal(cell, channel + grid)) + (weight * Normal(cell + 1, channel + grid)));
    }

    private double Normal(long counter, int channel)
    {
        var first = Hash(unchecked((ulong)counter + ((ulong)(uint)seed << 32)) ^ Hash((ulong)channel));
        var second = Hash(first);
        var radius = Math.Sqrt(-2 * Math.Log(Unit(first)));
        return radius * Math.Cos(2 * Math.PI * Unit(second));
    }

    /// <summary>In (0, 1]: the logarithm of 0 does not exist.</summary>
    private static double Unit(ulong bits) => ((bits >> 11) + 1) * (1.0 / (1UL << 53));

    private static ulong Hash(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
