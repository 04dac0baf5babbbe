using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Alarms;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>Whether the distribution that minutes are judged by fits them, in words.</summary>
public static class DistributionWords
{
    /// <param name="texts">In the language of the page.</param>
    /// <param name="fit">How many outliers there are, and ought to be.</param>
    /// <param name="days">That were looked at.</param>
    /// <param name="isOwn">Whether percentiles are those of the sensor's own history.</param>
    /// <returns>Null where nothing needs to be said.</returns>
    public static string? Of(IStringLocalizer<Text> texts, DistributionFit fit, int days, bool isOwn) => isOwn
        ? fit is { IsOwnFar: true, Own: { } own } ? OwnIsFar(texts, fit.Nominal, own, days) : null
        : fit.IsFar ? $"{NormalIsFar(texts, fit, days)} {WhatOwnSays(texts, fit)}" : null;

    private static string NormalIsFar(IStringLocalizer<Text> texts, DistributionFit fit, int days) => texts[
        "By the normal distribution {0} of the values of the last {1} days are outliers and {2} serious; by the thresholds it would be {3} and {4}.",
        Percent(fit.Normal.Outliers), days, Percent(fit.Normal.Serious), Percent(fit.Nominal.Outliers), Percent(fit.Nominal.Serious)];

    private static string WhatOwnSays(IStringLocalizer<Text> texts, DistributionFit fit) => fit.Own is not { } own
        ? texts["The criteria in force do not know the sensor's own percentiles. Build them anew below and look again."]
        : fit.IsMendedByOwn
            ? texts[
                "The normal distribution does not fit this sensor. By its own percentiles, taken from the days that the criteria were built from, it would have been {0} and {1}.",
                Percent(own.Outliers), Percent(own.Serious)]
            : texts[
                "By the sensor's own percentiles it would have been {0} and {1}: the water has changed since the criteria were built. Build them anew below.",
                Percent(own.Outliers), Percent(own.Serious)];

    private static string OwnIsFar(IStringLocalizer<Text> texts, OutlierShares nominal, OutlierShares own, int days) => texts[
        "By the sensor's own percentiles {0} of the values of the last {1} days are outliers and {2} serious; by the thresholds it would be {3} and {4}. The water has changed since the criteria were built: build them anew below.",
        Percent(own.Outliers), days, Percent(own.Serious), Percent(nominal.Outliers), Percent(nominal.Serious)];

    private static string Percent(double share) => (100 * share).ToString("0.# '%'", CultureInfo.CurrentCulture);
}
