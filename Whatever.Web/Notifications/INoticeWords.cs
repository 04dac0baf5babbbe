using Whatever.Web.Domain;

namespace Whatever.Web.Notifications;

/// <summary>An alarm and whose it is.</summary>
/// <param name="Alarm">As it is stored now.</param>
/// <param name="Sensor">Null for the alarm of many sensors.</param>
public sealed record NoticeAlarm(Alarm Alarm, Sensor? Sensor);

/// <summary>What somebody is to be told.</summary>
/// <param name="MessageId">The same in every try.</param>
/// <param name="Reason">Why; null for a test.</param>
/// <param name="Alarms">Those that are named.</param>
/// <param name="More">How many more there are.</param>
/// <param name="Language">en or ko.</param>
public sealed record Notice(string MessageId, NotificationReason? Reason, IReadOnlyList<NoticeAlarm> Alarms, int More, string Language)
{
    /// <summary>More are counted, and not named.</summary>
    public const int MostNamed = 20;
}

/// <summary>An alarm in words.</summary>
/// <param name="Title">Stage, cause and sensor.</param>
/// <param name="Sentence">What is the matter.</param>
/// <param name="When">Since when, and until when.</param>
/// <param name="Link">Its page; null where the address of the station is not set.</param>
public sealed record NoticeLine(string Title, string Sentence, string When, string? Link);

/// <summary>A message in the language of who gets it.</summary>
public sealed record NoticeText(string Subject, string Body, IReadOnlyList<NoticeLine> Lines);

/// <summary>
/// Puts a notice into words. Stands here so that who sends need not know the pages, whose words for alarms are the same.
/// </summary>
public interface INoticeWords
{
    /// <param name="notice">What is to be told.</param>
    /// <param name="baseUrl">Where the pages of the station are reached; null where nobody said.</param>
    NoticeText Write(Notice notice, string? baseUrl);
}
