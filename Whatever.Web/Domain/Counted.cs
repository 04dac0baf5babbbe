using System.Globalization;

namespace Whatever.Web.Domain;

/// <summary>English tells one from many.</summary>
public static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one, such as <c>alarm</c>.</param>
    /// <param name="many">The word for more; with an s unless given.</param>
    public static string Say(int count, string one, string? many = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? $"{one}s")}";
}
