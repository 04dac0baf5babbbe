using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Alarms;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>What settings would have meant, in words.</summary>
public static class TrialWords
{
    public static string Sentence(IStringLocalizer<Text> texts, TrialResult with, TrialResult now, int known) => known == 0
        ? texts[
            "With these settings: {0}, {1} (now: {2}, {3}). No high or low value is confirmed yet.", Minutes(texts, with),
            Alarms(texts, with), Rounded(now.MinutesADay), Rounded(now.AlarmsADay)]
        : texts[
            "With these settings: {0}, {1}, {2} of {3} confirmed high or low values caught (now: {4}, {5}, {6} of {3})",
            Minutes(texts, with), Alarms(texts, with), known - with.Missed.Count, known, Rounded(now.MinutesADay), Rounded(now.AlarmsADay),
            known - now.Missed.Count];

    /// <summary>One person can handle so many alarms an hour for the whole console; each sensor has its share of them.</summary>
    /// <param name="sensors">How many share the console; 1 or more.</param>
    public static string Budget(IStringLocalizer<Text> texts, TrialResult with, int sensors)
    {
        var share = (double)AlarmFigures.BudgetPerHour * HoursPer.Day / sensors;
        var used = with.AlarmsADay / share;
        return texts[
            used <= 1
                ? "One person can handle {0} alarms an hour. Shared among the sensors ({1}) each may call {2} times a day: this takes {3} of it."
                : "One person can handle {0} alarms an hour. Shared among the sensors ({1}) each may call {2} times a day: this is {3} of it, too much.",
            AlarmFigures.BudgetPerHour, sensors, Rounded(share),
            used.ToString(used is > 0 and < 0.1 ? "0.00 %" : "0 %", CultureInfo.CurrentCulture)];
    }

    public static string Busiest(IStringLocalizer<Text> texts, TrialResult with) =>
        texts["Alarms in the busiest hour: {0}.", with.BusiestHour];

    public static string Rounded(double value) =>
        value.ToString(Math.Abs(value) >= 10 ? "#,0" : Math.Abs(value) >= 1 ? "0.#" : "0.##", CultureInfo.CurrentCulture);

    private static string Minutes(IStringLocalizer<Text> texts, TrialResult with) =>
        texts.Count(Rounded(with.MinutesADay), "{0} minute a day", "{0} minutes a day");

    private static string Alarms(IStringLocalizer<Text> texts, TrialResult with) =>
        texts.Count(Rounded(with.AlarmsADay), "{0} alarm a day", "{0} alarms a day");
}
