using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Shared;

/// <summary>What alarms of the station itself say: its clock and its disk.</summary>
internal static class StationAlarmSentence
{
    private const int MegabytesPerGigabyte = 1024;

    public static string Clock(IStringLocalizer<Text> texts, Alarm alarm, Sensor? sensor) => alarm.ShiftMinutes is { } shift
        ? texts[
            "The system's clock went from {0} to {1}, and the station follows it.", Show.Minute(sensor, alarm.SinceMinute - shift),
            Show.Minute(sensor, alarm.SinceMinute)]
        : texts["The system's clock leapt, and the station follows it."];

    public static string Disk(IStringLocalizer<Text> texts, Alarm alarm) => alarm switch
    {
        { FreeMegabytes: { } free, DaysLeft: { } days } =>
            texts["The disk has {0} free and is full in about {1} days.", Size(free), Math.Round(days)],
        { FreeMegabytes: { } free } => texts["The disk has {0} free.", Size(free)],
        _ => texts["The disk is nearly full."],
    };

    internal static string Size(double megabytes) => megabytes >= MegabytesPerGigabyte
        ? (megabytes / MegabytesPerGigabyte).ToString("0.# GB", CultureInfo.CurrentCulture)
        : megabytes.ToString("0 MB", CultureInfo.CurrentCulture);
}
