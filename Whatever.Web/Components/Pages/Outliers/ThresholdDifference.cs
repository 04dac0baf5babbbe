using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Components.Texts;
using Whatever.Web.Monitoring;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>A setting that changes.</summary>
/// <param name="Name">In the language of the page.</param>
public sealed record SettingChange(string Name, string Old, string New);

/// <summary>Says in words what differs between two versions of the outlier settings.</summary>
public static class ThresholdDifference
{
    public static IReadOnlyList<SettingChange> Of(IStringLocalizer<Text> texts, ThresholdDraft old, ThresholdDraft changed) =>
        [
            .. Values(texts, old).Zip(Values(texts, changed), (before, after) => new SettingChange(before.Name, before.Value, after.Value))
                .Where(row => row.Old != row.New)];

    public static string Of(IStringLocalizer<Text> texts, CriteriaContext context) => texts[$"Context {context}"];

    public static string Of(IStringLocalizer<Text> texts, ValueDistribution distribution) => texts[$"Distribution {distribution}"];

    /// <summary>All of it in one line, for lists.</summary>
    public static string Summary(IStringLocalizer<Text> texts, ThresholdDraft draft) =>
        string.Join(" · ", Values(texts, draft).Select(row => row.Told).Prepend(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{draft.Settings.Interest} / {draft.Settings.Caution} / {draft.Settings.Alert} / {draft.Settings.Serious} %")).Where((_,
            index) => index is < 2 or > 5));

    /// <summary>Each setting: its name, its value, and both in the words of a line.</summary>
    private static IEnumerable<(string Name, string Value, string Told)> Values(IStringLocalizer<Text> texts, ThresholdDraft draft)
    {
        yield return Itself(texts["Unusual is"], texts[TailKey(draft)]);
        yield return Itself(texts["Interest"], Percent(draft.Settings.Interest));
        yield return Itself(texts["Caution"], Percent(draft.Settings.Caution));
        yield return Itself(texts["Alert"], Percent(draft.Settings.Alert));
        yield return Itself(texts["Serious"], Percent(draft.Settings.Serious));
        yield return (texts["Alarm from"], Percent(draft.Settings.AlarmAt), texts["alarm from {0}", Percent(draft.Settings.AlarmAt)]);
        yield return (
            texts["On-delay"], texts["{0} min", draft.Settings.OnDelayMinutes], texts["on after {0} min", draft.Settings.OnDelayMinutes]);
        yield return (
            texts["Off-delay"], texts["{0} min", draft.Settings.OffDelayMinutes],
            texts["off after {0} min", draft.Settings.OffDelayMinutes]);
        var (from, to) = (Bound(texts, draft.Settings.RangeMinimum), Bound(texts, draft.Settings.RangeMaximum));
        yield return (texts["Range of the meter"], $"{from} – {to}", texts["meter {0} to {1}", from, to]);
        yield return (
            texts["No data after"], texts["{0} min", draft.Settings.NoDataMinutes],
            texts["no data after {0} min", draft.Settings.NoDataMinutes]);
        if (draft.Quantity == Quantity.FlowRate)
        {
            var use = draft.Settings.LegitimateNightUse.ToString("0.###", CultureInfo.CurrentCulture);
            yield return (texts["Night use"], use, texts["night use {0}", use]);
            yield return (
                texts["Burst found falsely"], texts["once in {0} days", draft.Settings.BurstOnceInDays],
                texts["a burst falsely once in {0} days", draft.Settings.BurstOnceInDays]);
        }

        yield return Itself(texts["Normal is"], Of(texts, draft.Settings.Context));
        var distribution = Of(texts, draft.Settings.Distribution);
        yield return (texts["Percentiles of"], distribution, texts["percentiles of {0}", distribution]);
    }

    private static (string Name, string Value, string Told) Itself(string name, string value) => (name, value, value);

    private static string TailKey(ThresholdDraft draft) => draft.Settings.Tail switch
    {
        Model.Outliers.Tail.Upper => "high",
        Model.Outliers.Tail.Lower => "low",
        _ => "high or low",
    };

    private static string Percent(double value) => value.ToString("0.### '%'", CultureInfo.CurrentCulture);

    private static string Bound(IStringLocalizer<Text> texts, double? value) =>
        value?.ToString("0.###", CultureInfo.CurrentCulture) ?? texts["learned"];
}
