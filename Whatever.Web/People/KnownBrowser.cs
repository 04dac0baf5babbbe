using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>
/// A mark that a browser keeps in which a person has signed in before. Its tries are counted by themselves, and the lockout of the name
/// does not hold it: whoever knows the name of the only administrator could keep them out with wrong passwords for ever.
/// </summary>
public sealed class KnownBrowser(IDataProtectionProvider provider) : SecretProtector(provider, "Whatever.People.KnownBrowser")
{
    public const string Cookie = "whatever-browser";
    private const int MarkBytes = 16;

    /// <summary>For who has just signed in.</summary>
    public string Make(string name) =>
        Protect($"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes))} {PersonRules.Fold(name)}");

    /// <returns>The mark, to count by; null where it is none of this name.</returns>
    public string? Read(string? given, string? name) =>
        given is { Length: < 1000 } && name is not null && Unprotect(given) is { } kept && kept.Split(' ', 2) is [var mark, var owner]
            && owner == PersonRules.Fold(name) ? mark : null;
}
