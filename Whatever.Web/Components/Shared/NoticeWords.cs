using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Whatever.Model.Alarms;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;

namespace Whatever.Web.Components.Shared;

/// <summary>Says to persons outside what the pages say, in their language.</summary>
public sealed class NoticeWords(IStringLocalizer<Text> texts) : INoticeWords
{
    public NoticeText Write(Notice notice, string? baseUrl)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        var culture = CultureInfo.GetCultureInfo(notice.Language);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            return WriteInCulture(notice, baseUrl);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }

    private NoticeText WriteInCulture(Notice notice, string? baseUrl)
    {
        var lines = notice.Alarms.Select(one => LineOf(one, baseUrl)).ToList();
        var body = new StringBuilder();
        body.AppendLine(Opening(notice, lines.Count + notice.More));
        foreach (var line in lines)
        {
            body.AppendLine().AppendLine(line.Title).AppendLine(line.Sentence).AppendLine(line.When);
            if (line.Link is { } link)
            {
                body.AppendLine(link);
            }
        }

        if (notice.More > 0)
        {
            body.AppendLine().AppendLine(texts.Count(notice.More, "And {0} more alarm.", "And {0} more alarms."));
        }

        return new NoticeText(SubjectOf(notice, lines), body.ToString(), lines);
    }

    private string SubjectOf(Notice notice, List<NoticeLine> lines) => (notice.Reason, lines.Count + notice.More) switch
    {
        (null, _) => texts["Whatever: a test"],
        (NotificationReason.Escalated, 1) => texts["Not acknowledged: {0}", lines[0].Title],
        (NotificationReason.Escalated, var count) => texts["{0} alarms are not acknowledged", count],
        (NotificationReason.Cleared, 1) => texts["Over: {0}", lines[0].Title],
        (NotificationReason.Cleared, var count) => texts["{0} alarms are over", count],
        (_, 1) => lines[0].Title,
        (_, var count) => texts["{0} and {1} more", lines[0].Title, count - 1],
    };

    private string Opening(Notice notice, int count) => notice.Reason switch
    {
        null => texts["This is a test of the station. What it tells of alarms will come this way."],
        NotificationReason.Escalated =>
            texts.Count(count, "Nobody has acknowledged this alarm yet:", "Nobody has acknowledged these {0} alarms yet:"),
        NotificationReason.Cleared => texts.Count(count, "This alarm is over:", "These {0} alarms are over:"),
        _ => texts.Count(count, "An alarm was raised:", "{0} alarms were raised:"),
    };

    private NoticeLine LineOf(NoticeAlarm one, string? baseUrl)
    {
        var (alarm, sensor) = (one.Alarm, one.Sensor);
        var place = sensor is null ? texts[alarm.IsOfStation ? "the station" : "many sensors"].Value
            : sensor.Station?.Name is { } station && station != sensor.Id ? $"{station} {sensor.Id}" : sensor.Id;
        var zone = sensor?.TimeZone ?? "UTC";
        var when = alarm.ClearedMinute is { } cleared && alarm.Ended != AlarmEnd.None
            ? texts["From {0} to {1} ({2})", Show.Minute(sensor, alarm.SinceMinute), Show.Minute(sensor, cleared), zone]
            : texts["Since {0} ({1})", Show.Minute(sensor, alarm.SinceMinute), zone];
        return new NoticeLine(
            $"{texts[alarm.Stage.ToString()]}: {AlarmWords.Of(texts, alarm.Cause)}, {place}", new AlarmSentence(texts, sensor).Of(alarm),
            when, baseUrl is null ? null : baseUrl + AlarmWords.LinkTo(alarm, sensor));
    }
}
