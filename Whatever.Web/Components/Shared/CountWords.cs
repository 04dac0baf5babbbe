using Microsoft.Extensions.Localization;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Shared;

/// <summary>Counts in the language of the page: some tell one from many.</summary>
public static class CountWords
{
    /// <param name="texts">In the language of the page.</param>
    /// <param name="count">How many.</param>
    /// <param name="one">The text for one; {0} is the count.</param>
    /// <param name="many">The text for none and for more.</param>
    public static string Count(this IStringLocalizer<Text> texts, int count, string one, string many) =>
        texts[count == 1 ? one : many, count];

    /// <summary>A number that was rounded for reading counts as one where it reads as one.</summary>
    /// <param name="texts">In the language of the page.</param>
    /// <param name="count">As it is shown.</param>
    /// <param name="one">The text for one; {0} is the count.</param>
    /// <param name="many">The text for any other number.</param>
    public static string Count(this IStringLocalizer<Text> texts, string count, string one, string many) =>
        texts[count == "1" ? one : many, count];
}
