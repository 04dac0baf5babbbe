using System.Security.Cryptography;
using System.Text;
using Whatever.Web.Domain;

namespace Whatever.Web.People;

/// <summary>Ten codes for who has lost the authenticator; each is good once, and only digests are kept.</summary>
public static class RecoveryCodes
{
    public const int Count = 10;
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>119 bits: whoever reads the digests finds no code.</summary>
    private const int Length = 24;

    private const int GroupLength = 4;

    /// <returns>The codes, which nobody can show again.</returns>
    public static IReadOnlyList<string> Renew(Person person)
    {
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Letters, Length)).ToList();
        person.RecoveryCodes = string.Concat(codes.Select(code => Digest(code) + " "));
        return [.. codes.Select(code => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group))))];
    }

    /// <returns>Whether it was one of the codes that are left; then it is gone.</returns>
    public static bool Use(Person person, string? typed)
    {
        var digest = Digest(new string([.. (typed ?? "").ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)])) + " ";
        var isOne = person.RecoveryCodes.Contains(digest, StringComparison.Ordinal);
        person.RecoveryCodes = person.RecoveryCodes.Replace(digest, "", StringComparison.Ordinal);
        return isOne;
    }

    public static int Left(Person person) => person.RecoveryCodes.Count(letter => letter == ' ');

    private static string Digest(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
