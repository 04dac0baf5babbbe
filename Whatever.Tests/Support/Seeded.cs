using System.Globalization;
using CsCheck;

namespace Whatever.Tests.Support;

/// <summary>Runs a property over the same random cases every time; a failure names the seed of its case.</summary>
public static class Seeded
{
    private const ulong Seed = 20240709;

    public static async Task HoldsAsync<T>(Gen<T> gen, int cases, Func<T, Task> check)
    {
        for (uint stream = 1; stream <= cases; stream++)
        {
            await gen.SampleAsync(check, seed: new PCG(stream, Seed).ToString(), iter: 1, threads: 1);
        }
    }

    public static void Holds<T>(Gen<T> gen, int cases, Action<T> check)
    {
        for (uint stream = 1; stream <= cases; stream++)
        {
            gen.Sample(check, seed: new PCG(stream, Seed).ToString(), iter: 1, threads: 1);
        }
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
