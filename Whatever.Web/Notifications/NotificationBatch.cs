using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>Queues messages of some lines of the log, in the caller's transaction; what comes close together is put into one.</summary>
internal sealed class NotificationBatch
{
    private readonly StationDbContext db;
    private readonly DateTimeOffset now;
    private readonly List<NotificationRule> rules;
    private readonly Dictionary<int, NotificationContact> contacts;
    private readonly Dictionary<long, Alarm> alarms;
    private readonly Dictionary<int, int> stations;

    /// <summary>Messages that something can still be added to.</summary>
    private readonly List<Notification> open;
    private readonly HashSet<long> late = [];

    private NotificationBatch(
        StationDbContext db, DateTimeOffset now, List<NotificationRule> rules, Dictionary<int, NotificationContact> contacts,
        Dictionary<long, Alarm> alarms, Dictionary<int, int> stations, List<Notification> open)
    {
        (this.db, this.now, this.rules, this.contacts) = (db, now, rules, contacts);
        (this.alarms, this.stations, this.open) = (alarms, stations, open);
    }

    public bool HasQueued { get; private set; }

    public static async Task<NotificationBatch> BeginAsync(
        StationDbContext db, IReadOnlyCollection<long> alarmIds, DateTimeOffset now, CancellationToken cancellation)
    {
        var rules = await db.NotificationRules.AsNoTracking().OrderBy(rule => rule.Id).ToListAsync(cancellation);
        var contacts = await db.NotificationContacts.AsNoTracking().ToDictionaryAsync(contact => contact.Id, cancellation);
        var ids = alarmIds.Distinct().ToList();
        var alarms = await db.Alarms.AsNoTracking().Where(alarm => ids.Contains(alarm.Id))
            .ToDictionaryAsync(alarm => alarm.Id, cancellation);
        var keys = alarms.Values.Select(alarm => alarm.SensorKey).OfType<int>().Distinct().ToList();
        var stations = await db.Sensors.Where(sensor => keys.Contains(sensor.Key))
            .ToDictionaryAsync(sensor => sensor.Key, sensor => sensor.StationId, cancellation);
        var open = await db.Notifications.Include(row => row.Alarms)
            .Where(row => row.State == NotificationState.Pending && row.Attempts == 0 && row.DueAt >= now).ToListAsync(cancellation);
        return new NotificationBatch(db, now, rules, contacts, alarms, stations, open);
    }

    /// <summary>An alarm opened, or its stage rose.</summary>
    public void Begin(AlarmEntry entry, TimeSpan oldest)
    {
        if (!alarms.TryGetValue(entry.AlarmId, out var alarm))
        {
            return;
        }

        if (alarm.IsHistory)
        {
            late.Add(alarm.Id);
        }
        else if (entry.Minute is not { } minute || now - StationClock.InstantOf(minute) <= oldest)
        {
            Tell(alarm, entry.Stage ?? alarm.Stage);
        }
    }

    /// <summary>What was history goes on today, or is over without anybody having been told.</summary>
    public LateChange TakeLate(IReadOnlyList<long> settled)
    {
        foreach (
            var alarm in settled.Select(id => alarms.GetValueOrDefault(id)).OfType<Alarm>().Where(alarm => alarm.Ended == AlarmEnd.None))
        {
            Tell(alarm, alarm.Stage);
        }

        return new LateChange(settled, late);
    }

    /// <summary>The end is told to those who heard of the begin.</summary>
    public async Task EndAsync(AlarmEntry entry, CancellationToken cancellation)
    {
        if (!alarms.TryGetValue(entry.AlarmId, out var alarm))
        {
            return;
        }

        var told = await db.Notifications.AsNoTracking()
            .Where(row => row.State == NotificationState.Sent && row.Reason != NotificationReason.Cleared
                && row.Alarms.Any(one => one.AlarmId == alarm.Id))
            .Select(row => new { row.RuleId, row.ContactId, row.Channel }).Distinct().ToListAsync(cancellation);
        var heard = new HashSet<(int, NotificationChannel)>();
        foreach (var one in told.Where(one => contacts.ContainsKey(one.ContactId)))
        {
            if (rules.Find(rule => rule.Id == one.RuleId) is { Enabled: true, OnClear: true } rule
                && heard.Add((one.ContactId, one.Channel)))
            {
                Add(alarm, rule, one.ContactId, one.Channel, NotificationReason.Cleared, now.AddMinutes(rule.GroupMinutes));
            }
        }
    }

    private void Tell(Alarm alarm, OutlierStage stage)
    {
        if (alarm.State is AlarmState.Shelved or AlarmState.Withdrawn)
        {
            return;
        }

        int? station = alarm.SensorKey is { } key && stations.TryGetValue(key, out var found) ? found : null;
        var (told, escalated) = (new HashSet<(int, NotificationChannel)>(), new HashSet<(int, NotificationChannel)>());
        foreach (var rule in rules.Where(rule =>
            rule.Enabled && stage >= rule.FromStage && rule.Concerns(alarm.SensorKey, station) && rule.CountsAt(now)))
        {
            foreach (var (contact, channel) in PlacesOf(rule.Contacts).Where(told.Add))
            {
                Add(alarm, rule, contact, channel, NotificationReason.Raised, now.AddMinutes(rule.GroupMinutes));
            }

            if (rule.EscalateMinutes is { } minutes)
            {
                foreach (var (contact, channel) in PlacesOf(rule.EscalationContacts).Where(escalated.Add))
                {
                    Add(alarm, rule, contact, channel, NotificationReason.Escalated, now.AddMinutes(minutes));
                }
            }
        }
    }

    private IEnumerable<(int ContactId, NotificationChannel Channel)> PlacesOf(string? ids)
    {
        foreach (var contact in NotificationRule.ReadIds(ids).Select(id => contacts.GetValueOrDefault(id)).OfType<NotificationContact>())
        {
            if (contact.Email is not null)
            {
                yield return (contact.Id, NotificationChannel.Email);
            }

            if (contact.WebhookUrl is not null)
            {
                yield return (contact.Id, NotificationChannel.Webhook);
            }
        }
    }

    private void Add(
        Alarm alarm, NotificationRule rule, int contactId, NotificationChannel channel, NotificationReason reason, DateTimeOffset due)
    {
        var same = open.Where(row =>
            row.RuleId == rule.Id && row.ContactId == contactId && row.Channel == channel && row.Reason == reason).ToList();

        // A stage that rises while the first message still waits is in that message, and an escalation is counted from the first.
        if (same.Exists(row => row.Alarms.Exists(one => one.AlarmId == alarm.Id)))
        {
            return;
        }

        var message = same.Find(row => due - row.DueAt <= TimeSpan.FromMinutes(rule.GroupMinutes));
        if (message is null)
        {
            message = new Notification
            {
                MessageId = Guid.NewGuid().ToString("N"),
                ContactId = contactId,
                RuleId = rule.Id,
                Channel = channel,
                Reason = reason,
                CreatedAt = now,
                DueAt = due,
            };
            open.Add(message);
            db.Notifications.Add(message);
        }

        message.Alarms.Add(new NotifiedAlarm { AlarmId = alarm.Id });
        HasQueued = true;
    }
}
