using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Shared;

/// <summary>The short words about alarms.</summary>
public static class AlarmWords
{
    public static string Of(IStringLocalizer<Text> texts, AlarmCause cause) => texts[$"Cause {cause}"];

    public static string Of(IStringLocalizer<Text> texts, AlarmVerdict verdict) => texts[$"Verdict {verdict}"];

    public static string Of(IStringLocalizer<Text> texts, JudgementKind kind) => texts[$"Kind {kind}"];

    /// <summary>Who has it, or until when it is put aside, belongs to the state.</summary>
    public static string StateOf(IStringLocalizer<Text> texts, Alarm alarm, Sensor? sensor) => alarm switch
    {
        { State: AlarmState.Raised, WaitsForAnswer: true } => texts["{0}; is it normal now?", texts["State Raised"]],
        { State: AlarmState.Acknowledged } => texts["Acknowledged by {0}", alarm.AcknowledgedBy ?? ""],
        { State: AlarmState.Shelved, ClearedMinute: { } cleared } =>
            texts["Shelved until {0}, over since {1}", Show.Time(sensor, alarm.ShelvedUntil)[..^3], Show.Minute(sensor, cleared)],
        { State: AlarmState.Shelved } => texts["Shelved until {0}", Show.Time(sensor, alarm.ShelvedUntil)[..^3]],
        _ => texts[$"State {alarm.State}"],
    };

    /// <summary>How many wait for somebody, and how many were put aside.</summary>
    public static string Of(IStringLocalizer<Text> texts, AlarmCounts counts) =>
        counts.Shelved == 0 ? texts["{0} open", counts.Open] : $"{texts["{0} open", counts.Open]}, {texts["{0} shelved", counts.Shelved]}";

    /// <summary>The page of an alarm, with its sensor in the address: the header then shows that one.</summary>
    /// <param name="alarm">The alarm.</param>
    /// <param name="sensor">Its sensor; null where it is about many.</param>
    public static string LinkTo(Alarm alarm, Sensor? sensor) =>
        sensor is null ? $"/alarms/{alarm.Id}" : $"/alarms/{alarm.Id}?sensor={Uri.EscapeDataString(sensor.Id)}";

    /// <summary>How long the event lasted, or lasts.</summary>
    public static string DurationOf(IStringLocalizer<Text> texts, Alarm alarm, int now) =>
        Duration(texts, (alarm.ClearedMinute ?? now) - alarm.SinceMinute);

    public static string Duration(IStringLocalizer<Text> texts, double minutes) => Math.Max(0, Math.Round(minutes)) switch
    {
        >= MinutesPer.Day and var long_ =>
            texts["{0} d {1} h", Whole(long_ / MinutesPer.Day), Whole(long_ % MinutesPer.Day / MinutesPer.Hour)],
        >= MinutesPer.Hour and var medium => texts["{0} h {1} min", Whole(medium / MinutesPer.Hour), Whole(medium % MinutesPer.Hour)],
        var short_ => texts["{0} min", Whole(short_)],
    };

    /// <summary>What a line of the log says, without who and when.</summary>
    public static string Of(IStringLocalizer<Text> texts, AlarmEntry entry, Sensor? sensor) => entry switch
    {
        { Kind: AlarmEntryKind.Opened } => texts["Raised at {0} as {1}", Show.Minute(sensor, entry.Minute), Stage(texts, entry)],
        { Kind: AlarmEntryKind.StageRose } => texts["Rose to {1} at {0}", Show.Minute(sensor, entry.Minute), Stage(texts, entry)],
        { Kind: AlarmEntryKind.Cleared } => texts["Over at {0}", Show.Minute(sensor, entry.Minute)],
        { Kind: AlarmEntryKind.Learned } =>
            texts["Learned at {0} as what is normal now, and over", Show.Minute(sensor, entry.Minute)],
        { Kind: AlarmEntryKind.BeginCorrected } => texts["Began at {0}, as late readings show", Show.Minute(sensor, entry.Minute)],
        { Kind: AlarmEntryKind.Shelved } => texts["Shelved until {0}", Show.Time(sensor, entry.Until)[..^3]],
        { Kind: AlarmEntryKind.Unshelved, Who: null } => texts["The shelf's time was over"],
        { Kind: AlarmEntryKind.Verdict, Verdict: { } verdict } =>
            texts["Verdict: {0}", Of(texts, verdict).ToString(CultureInfo.CurrentCulture)],
        _ => texts[$"Entry {entry.Kind}"],
    };

    private static string Stage(IStringLocalizer<Text> texts, AlarmEntry entry) => texts[(entry.Stage ?? default).ToString()];

    private static string Whole(double value) => Math.Floor(value).ToString("0", CultureInfo.InvariantCulture);
}
