namespace Whatever.Web.Security;

/// <summary>A place of this station to go to next, out of a link that anybody may have written.</summary>
public static class LocalAddress
{
    /// <returns>The address where it is a path of the station's own, else its first page.</returns>
    public static string Of(string? asked) =>
        asked is { Length: > 0 and < 2000 } && asked[0] == '/' && !(asked.Length > 1 && asked[1] is '/' or '\\')
            && !asked.Contains('\\') && !asked.Any(char.IsControl)
            ? asked
            : "/";
}
