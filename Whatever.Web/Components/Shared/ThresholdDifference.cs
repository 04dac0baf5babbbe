using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Components.Texts;
using Whatever.Web.Detection;

namespace Whatever.Web.Components.Shared;

/// <summary>A setting that changes.</summary>
/// <param name="Name">In the language of the page.</param>
public sealed record SettingChange(string Name, string Old, string New);

/// <summary>Says in words what differs between two versions of the outlier settings.</summary>
public static class ThresholdDifference
{
    public static IReadOnlyList<SettingChange> Of(IStringLocalizer<Text> texts, ThresholdDraft old, ThresholdDraft changed) =>
        [.. Values(texts, old).Zip(Values(texts, changed), (before, after) => new SettingChange(before.Name, before.Value, after.Value)).Where(row => row.Old != row.New)];

    public static string Of(IStringLocalizer<Text> texts, CriteriaContext context) => texts[$"Context {context}"];

    /// <summary>All of it in one line, for lists.</summary>
    public static string Summary(IStringLocalizer<Text> texts, ThresholdDraft draft) => string.Join(" · ", Values(texts, draft).Select(row => row.Value).Prepend(
        string.Create(CultureInfo.InvariantCulture, $"{draft.Interest} / {draft.Caution} / {draft.Alert} / {draft.Serious} %")).Where((_, index) => index is < 2 or > 5));

    private static IEnumerable<(string Name, string Value)> Values(IStringLocalizer<Text> texts, ThresholdDraft draft)
    {
        yield return (texts["Unusual is"], texts[TailKey(draft)]);
        yield return (texts["Interest"], Percent(draft.Interest));
        yield return (texts["Caution"], Percent(draft.Caution));
        yield return (texts["Alert"], Percent(draft.Alert));
        yield return (texts["Serious"], Percent(draft.Serious));
        yield return (texts["Alarm from"], texts["alarm from {0}", Percent(draft.AlarmAt)]);
        yield return (texts["On-delay"], texts["on after {0} min", draft.OnDelayMinutes]);
        yield return (texts["Off-delay"], texts["off after {0} min", draft.OffDelayMinutes]);
        yield return (texts["Range of the meter"], texts["meter {0} to {1}", Bound(texts, draft.RangeMinimum), Bound(texts, draft.RangeMaximum)]);
        yield return (texts["No data after, minutes"], texts["no data after {0} min", draft.NoDataMinutes]);
        if (draft.Quantity == Quantity.FlowRate)
        {
            yield return (texts["Night use"], texts["night use {0}", draft.LegitimateNightUse.ToString("0.###", CultureInfo.CurrentCulture)]);
        }

        yield return (texts["Normal is"], Of(texts, draft.Context));
    }

    private static string TailKey(ThresholdDraft draft) => draft.Tail switch
    {
        Model.Outliers.Tail.Upper => "high",
        Model.Outliers.Tail.Lower => "low",
        _ => "high or low",
    };

    private static string Percent(double value) => value.ToString("0.### '%'", CultureInfo.CurrentCulture);

    private static string Bound(IStringLocalizer<Text> texts, double? value) => value?.ToString("0.###", CultureInfo.CurrentCulture) ?? texts["learned"];
}
