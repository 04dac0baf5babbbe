namespace Whatever.Web.People;

/// <summary>
/// Counts tries of what has to be guessed, by address and by name, in windows of time; the lockout of a person stands behind it, in the
/// database.
/// </summary>
public sealed class Attempts(TimeProvider time)
{
    public const int MostPerAddress = 30;
    public const int MostPerName = 15;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>More are not remembered: who comes with ever new names is stopped by address.</summary>
    private const int MostRemembered = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Since, int Count)> counts = [];

    /// <summary>Whether another try may be made; it is counted where it may.</summary>
    public bool Take(string? address, string? name)
    {
        lock (gate)
        {
            // Both are counted, so that the one that is over does not shelter the other.
            var byAddress = Take($"a {address}", MostPerAddress);
            return (name is null || Take($"n {name.Trim().ToUpperInvariant()}", MostPerName)) && byAddress;
        }
    }

    private bool Take(string what, int most)
    {
        var now = time.GetUtcNow();
        if (counts.Count >= MostRemembered)
        {
            Forget(now);
        }

        var (since, count) = counts.TryGetValue(what, out var known) && now - known.Since < Window ? known : (now, 0);
        counts[what] = (since, count + 1);
        return count < most;
    }

    private void Forget(DateTimeOffset now)
    {
        var oldest = counts.Where(pair => now - pair.Value.Since >= Window).Select(pair => pair.Key).ToList();
        foreach (var what in oldest.Count > 0 ? oldest : [.. counts.OrderBy(pair => pair.Value.Since).Take(1000).Select(pair => pair.Key)])
        {
            counts.Remove(what);
        }
    }
}
