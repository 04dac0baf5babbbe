using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.People;

/// <summary>What somebody may be called.</summary>
public static class PersonRules
{
    public const int LongestName = 60;

    /// <returns>Null where the name may be taken.</returns>
    public static Problem? RefuseName(string? name) =>
        string.IsNullOrWhiteSpace(name)
            ? new Problem("person.name", LongestName).At("name")
            : Names.Refuse(name, new Phrase("name.sensor"), "name", LongestName);

    /// <summary>In the form and case in which two names are one. What cannot be a name stays as it is.</summary>
    internal static string Fold(string name)
    {
        var text = name.Trim();
        try
        {
            return text.Normalize().ToUpperInvariant();
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
