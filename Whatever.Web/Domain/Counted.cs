using System.Globalization;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>English tells one from many.</summary>
public static class Counted
{
    private const string OfOne = "-one";

    /// <summary>So many of something, to be said in the language of who reads it.</summary>
    /// <param name="count">How many.</param>
    /// <param name="code">The wording of many, such as <c>count.rows</c>; that of one has <c>-one</c> behind it.</param>
    public static Phrase Of(int count, string code) => new(count == 1 ? code + OfOne : code, count);

    /// <summary>The English words, for the reports of the command line.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one, such as <c>alarm</c>.</param>
    /// <param name="many">The word for more; with an s unless given.</param>
    public static string Say(int count, string one, string? many = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? $"{one}s")}";
}
