using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>
/// Sends what is due. A message stays until it was taken, or refused for ever, or could not be sent for a day; a power cut between the two
/// sends it again under the same id. Mail goes one after the other, each webhook beside it.
/// </summary>
public sealed class NotificationOutbox(
    IDbContextFactory<StationDbContext> contexts, NoticeSender sender, ChangeFeed changes, TimeProvider time,
    ILogger<NotificationOutbox> logger)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    /// <summary>With the pauses below a day.</summary>
    private const int MostAttempts = 54;
    private const int BatchSize = 100;
    private const int FirstPauseSeconds = 15;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>A message that is due later than any can be was queued by a clock that was wrong.</summary>
    private static readonly TimeSpan LatestDue = TimeSpan.FromDays(2);

    /// <returns>When the next message is due; null where none waits.</returns>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var pending = db.Notifications.Where(row => row.State == NotificationState.Pending);
        var soonest = await pending.MinAsync(row => (DateTimeOffset?)row.DueAt, cancellation);
        return soonest > time.GetUtcNow() + LatestDue ? time.GetUtcNow() : soonest;
    }

    /// <returns>How many were sent.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var latest = now + LatestDue;
        List<Notification> due;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            due = await db.Notifications.AsNoTracking().Include(row => row.Alarms)
                .Where(row => row.State == NotificationState.Pending && (row.DueAt <= now || row.DueAt > latest))
                .OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(BatchSize).ToListAsync(cancellation);
        }

        if (due.Count == 0)
        {
            return 0;
        }

        var lanes = due.GroupBy(row => row.Channel == NotificationChannel.Email ? 0 : row.ContactId).ToList();
        var sent = await Task.WhenAll(lanes.Select(lane => SendLaneAsync([.. lane], cancellation)));
        await ForgetOldAsync(now, cancellation);
        changes.Publish(ChangeKind.Notifications);
        return sent.Sum();
    }

    private async Task<int> SendLaneAsync(IReadOnlyList<Notification> lane, CancellationToken cancellation)
    {
        var sent = 0;
        for (var index = 0; index < lane.Count; index++)
        {
            var (outcome, isNeeded) = await TryAsync(lane[index], cancellation);
            var until = await RecordAsync(lane[index], outcome, isNeeded);
            sent += outcome is SendOutcome.Sent && isNeeded ? 1 : 0;
            if (until is { } later)
            {
                // What stands behind it would fare no better: it waits as long, and was not tried.
                await PutOffAsync([.. lane.Skip(index + 1).Select(row => row.Id)], later);
                break;
            }
        }

        return sent;
    }

    /// <summary>What nobody has thought of counts as a try as well: one message must not keep those behind it for ever.</summary>
    private async Task<(SendOutcome Outcome, bool IsNeeded)> TryAsync(Notification message, CancellationToken cancellation)
    {
        try
        {
            return await sender.SendAsync(message, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(failure, "Message {Id} could not be sent", message.MessageId);
            return (new SendOutcome.Retryable(Failure.Of(failure), IsOfOne: true), true);
        }
    }

    /// <returns>Until when its server is left alone; null where it need not be.</returns>
    private async Task<DateTimeOffset?> RecordAsync(Notification message, SendOutcome outcome, bool isNeeded)
    {
        var (now, attempts) = (time.GetUtcNow(), message.Attempts + 1);
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var row = db.Notifications.Where(stored => stored.Id == message.Id && stored.State == NotificationState.Pending);
        if (!isNeeded)
        {
            await row.ExecuteUpdateAsync(set => set.SetProperty(stored => stored.State, NotificationState.Dropped), CancellationToken.None);
            return null;
        }

        StationMeters.CountNotification(message.Channel, outcome.GetType().Name.ToLowerInvariant());
        if (outcome is SendOutcome.Sent)
        {
            await row.ExecuteUpdateAsync(
                set => set.SetProperty(stored => stored.State, NotificationState.Sent).SetProperty(stored => stored.SentAt, now)
                    .SetProperty(stored => stored.Attempts, attempts).SetProperty(stored => stored.LastError, (Phrase?)null),
                CancellationToken.None);
            return null;
        }

        var pause = (outcome as SendOutcome.Retryable)?.Pause ?? PauseAfter(attempts);
        var state = outcome is SendOutcome.Refused || attempts >= MostAttempts ? NotificationState.Failed : NotificationState.Pending;
        var reason = outcome.Problem;
        await row.ExecuteUpdateAsync(
            set => set.SetProperty(stored => stored.State, state).SetProperty(stored => stored.DueAt, now + pause)
                .SetProperty(stored => stored.Attempts, attempts).SetProperty(stored => stored.LastError, reason),
            CancellationToken.None);
        return outcome is SendOutcome.Retryable { IsOfOne: false } ? now + pause : null;
    }

    internal static TimeSpan PauseAfter(int attempts)
    {
        var seconds = FirstPauseSeconds * Math.Pow(2, Math.Min(attempts, 20) - 1);
        return seconds < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestPause;
    }

    private async Task PutOffAsync(IReadOnlyList<long> ids, DateTimeOffset until)
    {
        if (ids.Count > 0)
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await db.Notifications.Where(row => ids.Contains(row.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, until), CancellationToken.None);
        }
    }

    private async Task ForgetOldAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var oldest = now - KeptFor;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Notifications.Where(row => row.State != NotificationState.Pending && row.CreatedAt < oldest)
            .ExecuteDeleteAsync(cancellation);
    }
}

/// <summary>Makes a message of what is stored, and hands it over by its channel.</summary>
public sealed class NoticeSender(
    IDbContextFactory<StationDbContext> contexts, MailSender mail, WebhookSender webhooks, MailEditor settings, INoticeWords words)
{
    /// <returns>How it ended, and whether there still was something to tell.</returns>
    public async Task<(SendOutcome Outcome, bool IsNeeded)> SendAsync(Notification message, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var contact = await db.NotificationContacts.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == message.ContactId, cancellation);
        var alarms = await StillToTellAsync(db, message, cancellation);
        if (contact is null || alarms.Count == 0)
        {
            return (new SendOutcome.Sent(), false);
        }

        var named = alarms.Take(Notice.MostNamed).ToList();
        var notice = new Notice(message.MessageId, message.Reason, named, alarms.Count - named.Count, contact.Language);
        return (await SendAsync(message.Channel, contact, notice, cancellation), true);
    }

    internal async Task<SendOutcome> SendAsync(
        NotificationChannel channel, NotificationContact contact, Notice notice, CancellationToken cancellation)
    {
        var text = words.Write(notice, await settings.BaseUrlAsync(cancellation));
        return (channel, contact) switch
        {
            (NotificationChannel.Email, { Email: { } address }) =>
                await mail.SendAsync(await settings.CurrentAsync(cancellation), address, notice.MessageId, text, cancellation),
            (NotificationChannel.Webhook, { WebhookUrl: not null }) =>
                await webhooks.SendAsync(contact, notice, text, cancellation),
            _ => new SendOutcome.Refused(new Phrase("notify.no-address", contact.Name)),
        };
    }

    /// <summary>
    /// What was withdrawn is no news, and what somebody acknowledged, put aside or saw end needs nobody else; its end is told whatever.
    /// </summary>
    private static async Task<List<NoticeAlarm>> StillToTellAsync(
        StationDbContext db, Notification message, CancellationToken cancellation)
    {
        var ids = message.Alarms.Select(one => one.AlarmId).ToList();
        var alarms = await db.Alarms.AsNoTracking().Where(alarm => ids.Contains(alarm.Id))
            .OrderByDescending(alarm => alarm.Stage).ThenBy(alarm => alarm.RaisedMinute).ThenBy(alarm => alarm.Id)
            .ToListAsync(cancellation);
        var keys = alarms.Select(alarm => alarm.SensorKey).Distinct().ToList();
        var sensors = await db.Sensors.AsNoTracking().Include(sensor => sensor.Station).Where(sensor => keys.Contains(sensor.Key))
            .ToDictionaryAsync(sensor => sensor.Key, cancellation);
        return [.. alarms.Where(alarm => message.Reason switch
        {
            NotificationReason.Raised => alarm.State != AlarmState.Withdrawn,
            NotificationReason.Escalated => alarm.State == AlarmState.Raised,
            _ => true,
        }).Select(alarm => new NoticeAlarm(alarm, alarm.SensorKey is { } key ? sensors.GetValueOrDefault(key) : null))];
    }
}
