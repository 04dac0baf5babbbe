using System.Globalization;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>Somebody who is told of alarms, by e-mail, by a webhook, or by both.</summary>
public sealed class NotificationContact
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public string? Email { get; set; }
    public string? WebhookUrl { get; set; }

    /// <summary>By which the webhook knows that the station has sent it; null where it is not signed.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>en or ko.</summary>
    public required string Language { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>Who is told of which alarms, and when.</summary>
public sealed class NotificationRule
{
    public const int EveryDay = 0b111_1111;

    public int Id { get; set; }
    public required string Name { get; set; }
    public bool Enabled { get; set; } = true;

    /// <summary>The least stage that is told of.</summary>
    public OutlierStage FromStage { get; set; }

    /// <summary>Keys of sensors and ids of stations that it is for, with commas between them; null in both for every sensor.</summary>
    public string? Sensors { get; set; }
    public string? Stations { get; set; }

    /// <summary>Minutes of the day from which and up to which it counts; the same twice means the whole day.</summary>
    public int FromMinute { get; set; }
    public int ToMinute { get; set; }

    /// <summary>A bit for each day of the week from Sunday on; a night belongs to the day on which it began.</summary>
    public int Days { get; set; } = EveryDay;

    /// <summary>IANA zone of hours and days.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Alarms that come within so many minutes are one message.</summary>
    public int GroupMinutes { get; set; }

    /// <summary>Whether the end of an alarm is told, too.</summary>
    public bool OnClear { get; set; }

    /// <summary>Where nobody acknowledges within so many minutes, others are told; null for never.</summary>
    public int? EscalateMinutes { get; set; }

    /// <summary>Ids of contacts, with commas between them.</summary>
    public required string Contacts { get; set; }
    public string? EscalationContacts { get; set; }

    public static IReadOnlyList<int> ReadIds(string? stored) =>
        [.. (stored ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    public static string? WriteIds(IEnumerable<int> ids) =>
        string.Join(',', ids.Distinct().Order().Select(id => id.ToString(CultureInfo.InvariantCulture))) is { Length: > 0 } text
            ? text : null;

    /// <summary>Whether it is for an alarm of this sensor. That of many sensors concerns every rule.</summary>
    public bool Concerns(int? sensorKey, int? stationId) => (Sensors is null && Stations is null) || sensorKey is null
        || ReadIds(Sensors).Contains(sensorKey.Value) || (stationId is { } station && ReadIds(Stations).Contains(station));

    /// <summary>Whether it counts at this time.</summary>
    public bool CountsAt(DateTimeOffset now)
    {
        var local = StationClock.For(TimeZone).ToLocal(now);
        var minute = (local.Hour * 60) + local.Minute;
        var isNight = FromMinute > ToMinute;
        var isOfYesterday = isNight && minute < ToMinute;
        return (FromMinute == ToMinute || (isNight ? minute >= FromMinute || isOfYesterday : minute >= FromMinute && minute < ToMinute))
            && (Days >> (int)local.AddDays(isOfYesterday ? -1 : 0).DayOfWeek & 1) == 1;
    }
}

public enum NotificationChannel
{
    Email = 0,
    Webhook = 1,
}

public enum NotificationReason
{
    Raised = 0,

    /// <summary>Nobody has acknowledged it in time.</summary>
    Escalated = 1,
    Cleared = 2,
}

public enum NotificationState
{
    Pending = 0,
    Sent = 1,

    /// <summary>It was refused for ever, or could not be sent for a day.</summary>
    Failed = 2,

    /// <summary>Its reason was gone before its time came.</summary>
    Dropped = 3,
}

/// <summary>One message to one contact: the outbox of notifications.</summary>
public sealed class Notification
{
    public long Id { get; set; }

    /// <summary>The same in every try, so that one that is sent again after a power cut is known.</summary>
    public required string MessageId { get; set; }
    public int ContactId { get; set; }

    /// <summary>Null where the rule is gone.</summary>
    public int? RuleId { get; set; }
    public NotificationChannel Channel { get; set; }
    public NotificationReason Reason { get; set; }
    public NotificationState State { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it is tried next.</summary>
    public DateTimeOffset DueAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>What the last try ended with.</summary>
    public Phrase? LastError { get; set; }

    public List<NotifiedAlarm> Alarms { get; } = [];
}

/// <summary>An alarm that a message tells of.</summary>
public sealed class NotifiedAlarm
{
    public long NotificationId { get; set; }
    public long AlarmId { get; set; }
}
