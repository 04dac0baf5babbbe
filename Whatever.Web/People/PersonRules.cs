using Whatever.Model.Problems;

namespace Whatever.Web.People;

/// <summary>What somebody may be called.</summary>
public static class PersonRules
{
    public const int LongestName = 60;

    /// <returns>Null where the name may be taken.</returns>
    public static Problem? RefuseName(string? name) =>
        name is null || name.Trim().Length is 0 or > LongestName || name.Any(char.IsControl)
            ? new Problem("person.name", LongestName).At("name")
            : null;
}
