using System.Text;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>What anything of a station may be called: one rule for sensors, stations, people, keys, devices, plans and models.</summary>
public static class Names
{
    public const int Longest = 100;

    /// <summary>Windows opens a device under these, with whatever ending, in every folder.</summary>
    private static readonly HashSet<string> ReservedNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul", "conin$", "conout$", "clock$",
        "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "com¹", "com²", "com³",
        "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³",
    };

    /// <param name="name">What is wanted.</param>
    /// <param name="called">What it is the name of.</param>
    /// <param name="field">Where it was given.</param>
    /// <param name="longest">Letters, without spaces around.</param>
    /// <returns>Null where the name may be taken.</returns>
    public static Problem? Refuse(string? name, Phrase called, string field, int longest = Longest)
    {
        var text = (name ?? "").Trim();
        return text.Length > longest ? new Problem("name.too-long", called, text.Length, longest).At(field)
            : (name ?? "").Any(char.IsControl) ? new Problem("name.control", called).At(field)
            : text.EnumerateRunes().Any(IsHidden) || HasHalfOfALetter(text) ? new Problem("name.letters", called).At(field)
            : null;
    }

    /// <summary>Beside that: what becomes the name of a file or a folder, on whatever system it is copied to.</summary>
    /// <returns>Null where it may be taken.</returns>
    public static Problem? RefuseFile(string name, Phrase called, string field)
    {
        var isDevice = ReservedNames.Contains(name.Split('.')[0].TrimEnd());
        return isDevice || name is "." or ".." || name.EndsWith('.') || name.EndsWith(' ') || name.StartsWith(' ')
            ? new Problem("name.file", called, name).At(field)
            : null;
    }

    /// <summary>What turns the direction of the text around it, breaks a line or shows nothing: a list would show something else.</summary>
    private static bool IsHidden(Rune rune) => rune.Value
        is 0x061C or 0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x2028 or 0x2029 or 0xFEFF;

    private static bool HasHalfOfALetter(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]) || text[index] is '\uFFFE' or '\uFFFF')
            {
                return true;
            }
        }

        return false;
    }
}
