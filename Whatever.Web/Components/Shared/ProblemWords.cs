using System.Globalization;
using Whatever.Model.Problems;

namespace Whatever.Web.Components.Shared;

/// <summary>Says in the language of the page what was refused.</summary>
public static class ProblemWords
{
    public static string Say(this Phrase phrase) => ProblemTexts.Say(phrase, CultureInfo.CurrentUICulture);

    /// <summary>One sentence each.</summary>
    public static IReadOnlyList<string> Say(this IEnumerable<Phrase> phrases) => [.. phrases.Select(phrase => phrase.Say())];
}
