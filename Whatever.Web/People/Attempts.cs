using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Whatever.Web.People;

/// <summary>
/// Counts tries of what has to be guessed in windows of time: by address, by name, and by what else somebody is known by. The lockout of a
/// person stands behind it, in the database.
/// </summary>
public sealed class Attempts(TimeProvider time)
{
    public const int MostPerAddress = 30;
    public const int MostPerName = 15;

    /// <summary>Of one thing that only who is signed in, or was, can try: a password in use, a browser that is known.</summary>
    public const int MostOfOne = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>More are not remembered: who comes with ever new names is stopped by address.</summary>
    private const int MostRemembered = 10_000;

    /// <summary>Of IPv6 everybody has that many addresses at home, and may come from another one each time.</summary>
    private const int NetworkBytes = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Since, int Count)> counts = [];

    /// <summary>Whether another try may be made; it is counted where it may.</summary>
    public bool Take(string? address, string? name)
    {
        lock (gate)
        {
            // Who may not try any more from where they are uses up nobody's name.
            return Take("address " + NetworkOf(address), MostPerAddress)
                && (name is null || Take("name " + Fold(name), MostPerName));
        }
    }

    /// <summary>The same for one thing, whoever tries it: none that has not been signed in gets at it.</summary>
    /// <param name="what">Written by the station, and not by who tries.</param>
    public bool TakeOne(string what)
    {
        lock (gate)
        {
            return Take("one " + what, MostOfOne);
        }
    }

    private bool Take(string what, int most)
    {
        var now = time.GetUtcNow();
        if (counts.Count >= MostRemembered)
        {
            Forget(now);
        }

        var (since, count) = counts.TryGetValue(what, out var known) && now >= known.Since && now - known.Since < Window ? known : (now, 0);
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

    /// <summary>As the database knows names, in one form and one case; of any length it takes the same place.</summary>
    private static string Fold(string name) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(PersonRules.Fold(name))));

    private static string NetworkOf(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return "";
        }

        var plain = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, NetworkBytes))
            : plain.ToString();
    }
}
