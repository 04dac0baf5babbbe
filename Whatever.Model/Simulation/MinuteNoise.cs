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

    private const double Memory = 0.95;
    private const int Block = 512;
    private const int Freedom = 3;

    private readonly Dictionary<int, (long Minute, double Value)> lastValues = [];

    /// <summary>
    /// Cosine interpolation of two unit normals has a mean variance of 3/4: this brings the standard deviation back to 1.
    /// </summary>
    private const double InterpolationLoss = 1.1547005383792515;

    /// <summary>Unit variance, independent from minute to minute.</summary>
    public double White(long minute, int channel) => Normal(minute, channel);

    /// <summary>Unit variance, of the wanted character.</summary>
    public double Fast(NoiseCharacter character, long minute, int channel) => character switch
    {
        NoiseCharacter.Autoregressive => Autoregressive(minute, channel),
        NoiseCharacter.HeavyTailed => HeavyTailed(minute, channel),
        _ => White(minute, channel),
    };

    /// <summary>
    /// x = a x' + √(1 - a²) e, begun anew for each block of minutes from so many minutes before it that nothing is left of where it began:
    /// so it depends on the minute alone.
    /// </summary>
    private double Autoregressive(long minute, int channel)
    {
        var from = (minute / Block * Block) - Block;
        var known = lastValues.GetValueOrDefault(channel, (Minute: long.MinValue, Value: 0.0));
        var (next, value) = known.Minute >= from + Block && known.Minute <= minute ? (known.Minute + 1, known.Value) : (from, 0.0);
        for (; next <= minute; next++)
        {
            value = (Memory * value) + (Math.Sqrt(1 - (Memory * Memory)) * White(next, channel));
        }

        lastValues[channel] = (minute, value);
        return value;
    }

    /// <summary>t = z / √(χ²₃ / 3), brought to unit variance.</summary>
    private double HeavyTailed(long minute, int channel)
    {
        var squares = 0.0;
        for (var i = 1; i <= Freedom; i++)
        {
            var normal = White(minute, channel + i);
            squares += normal * normal;
        }

        return White(minute, channel) / Math.Sqrt(squares / Freedom) / Math.Sqrt(Freedom);
    }

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
