using Microsoft.Extensions.Localization;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Shared;

/// <summary>How long ago something was, in words that a person reads at a glance.</summary>
public static class AgeWords
{
    public static string Of(IStringLocalizer<Text> texts, TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => texts["{0} s ago", (long)Math.Max(0, age.TotalSeconds)],
        { TotalHours: < 2 } => texts["{0} min ago", (long)age.TotalMinutes],
        { TotalDays: < 2 } => texts["{0} h ago", (long)age.TotalHours],
        _ => texts["{0} days ago", (long)age.TotalDays],
    };

    /// <summary>Of readings, which are of whole minutes.</summary>
    public static string OfMinutes(IStringLocalizer<Text> texts, int minutes) =>
        minutes < 2 ? texts["{0} min ago", Math.Max(0, minutes)] : Of(texts, TimeSpan.FromMinutes(minutes));
}
