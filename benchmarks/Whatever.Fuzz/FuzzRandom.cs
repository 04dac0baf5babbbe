using System.Text;

namespace Whatever.Fuzz;

/// <summary>Chance that is the same on every machine for a seed, a kind and the number of a case (SplitMix64).</summary>
public sealed class FuzzRandom
{
    private ulong state;

    private FuzzRandom(ulong state) => this.state = state;

    public static FuzzRandom Of(ulong seed, string kind, long number)
    {
        var random = new FuzzRandom(seed);
        foreach (var letter in Encoding.UTF8.GetBytes(kind))
        {
            random.state = random.Next() ^ letter;
        }

        random.state = random.Next() ^ (ulong)number;
        random.Next();
        return random;
    }

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <returns>0 to one less than the limit.</returns>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool OneIn(int times) => Below(times) == 0;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];
}
