using Microsoft.Extensions.Localization;
using Whatever.Web.Components.Texts;
using Whatever.Web.Monitoring;

namespace Whatever.Web.Components.Shared;

/// <summary>
/// Sentences that the station stored or a model brought along are in English; those that are known are shown in the language of the page.
/// </summary>
public static class StoredText
{
    public const string BackToShipped = "Back to the shipped model";

    private const string ReasonFollows = ": ";

    private static readonly string[] WithAPart =
        ["Back to the model of {0}", "Back to version {0}", "Left out, because they do something while training only: {0}."];

    public static string BackTo(string since) => $"Back to the model of {since}";

    /// <returns>The text as it is where it is not known, such as what a person wrote.</returns>
    public static string Of(IStringLocalizer<Text> texts, string stored)
    {
        if (
            stored.StartsWith(ThresholdEditor.BackTo, StringComparison.Ordinal)
                && stored.IndexOf(ReasonFollows, StringComparison.Ordinal) is var colon and > 0)
        {
            return texts["Back to version {0}", stored[ThresholdEditor.BackTo.Length..colon]].Value + stored[colon..];
        }

        foreach (var pattern in WithAPart)
        {
            var ends = pattern.Split("{0}");
            if (
                stored.Length > ends[0].Length + ends[1].Length && stored.StartsWith(ends[0], StringComparison.Ordinal)
                    && stored.EndsWith(ends[1], StringComparison.Ordinal))
            {
                return texts[pattern, stored[ends[0].Length..^ends[1].Length]];
            }
        }

        return stored == BackToShipped ? texts[BackToShipped] : stored;
    }
}
