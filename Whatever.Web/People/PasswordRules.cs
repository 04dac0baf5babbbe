using Whatever.Model.Problems;

namespace Whatever.Web.People;

/// <summary>
/// A password is long and not one that everybody tries; which letters it has is its owner's affair (NIST SP 800-63B says the same).
/// </summary>
public static class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 128;

    /// <summary>A name of less letters stands in many words by chance.</summary>
    private const int ShortestName = 4;

    private const int MostRepeated = 4;

    private static readonly Lazy<HashSet<string>> Common = new(Read);

    /// <param name="password">What is wanted.</param>
    /// <param name="names">Of the person and the station: guessed first.</param>
    /// <returns>Null where it may be taken.</returns>
    public static Problem? Refuse(string? password, params IEnumerable<string?> names)
    {
        var given = password ?? "";
        if (given.Length > Longest || given.Trim().Length < Shortest)
        {
            return new Problem("password.length", given.Trim().Length, Shortest, Longest).At("password");
        }

        var plain = Plain(given);
        if (Common.Value.Contains(plain) || IsRepeated(plain) || IsRow(plain))
        {
            return new Problem("password.common").At("password");
        }

        var name = names.OfType<string>().SelectMany(PartsOf)
            .FirstOrDefault(part => plain.Contains(part, StringComparison.Ordinal) && plain.Length - part.Length < Shortest - 2);
        return name is null ? null : new Problem("password.name", name).At("password");
    }

    private static IEnumerable<string> PartsOf(string name) => Plain(name)
        .Split([' ', '-', '_', '.', '@', '·'], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length >= ShortestName);

    private static string Plain(string text) => text.Trim().ToLowerInvariant();

    /// <summary>One short part over and over.</summary>
    private static bool IsRepeated(string text) => Enumerable.Range(1, MostRepeated)
        .Any(length => Enumerable.Range(length, text.Length - length).All(index => text[index] == text[index - length]));

    /// <summary>Letters or digits that follow each other, up or down.</summary>
    private static bool IsRow(string text) => Enumerable.Range(1, text.Length - 1)
        .Count(index => Math.Abs(text[index] - text[index - 1]) == 1 || (text[index - 1], text[index]) is ('9', '0') or ('0', '9'))
        >= text.Length - 2;

    private static HashSet<string> Read()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
    }
}
