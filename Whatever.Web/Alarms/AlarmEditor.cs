using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>
/// What persons do with alarms. Each command is one transaction: of two that come at once the second sees what the first did.
/// </summary>
public sealed class AlarmEditor(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> AcknowledgeAsync(long id, string? who, string? note = null, CancellationToken cancellation = default) =>
        DoAsync(
            id, life => life.Acknowledge(who, note, time.GetUtcNow()),
            new AlarmEntry { Kind = AlarmEntryKind.Acknowledged, Who = who, Text = note }, cancellation);

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> KeepAsync(long id, string? who, string? note = null, CancellationToken cancellation = default) =>
        DoAsync(
            id, life => life.Keep(who, note, time.GetUtcNow()),
            new AlarmEntry { Kind = AlarmEntryKind.Kept, Who = who, Text = note }, cancellation);

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> ShelveAsync(
        long id, string? who, DateTimeOffset until, string? note = null, CancellationToken cancellation = default) =>
        DoAsync(
            id, life => life.Shelve(who, until, note, time.GetUtcNow()),
            new AlarmEntry { Kind = AlarmEntryKind.Shelved, Who = who, Until = until, Text = note }, cancellation);

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> ShelveAsync(
        long id, string? who, TimeSpan span, string? note = null, CancellationToken cancellation = default) =>
        ShelveAsync(id, who, time.GetUtcNow() + span, note, cancellation);

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> UnshelveAsync(long id, string? who, CancellationToken cancellation = default) =>
        DoAsync(id, life => life.Unshelve(who), new AlarmEntry { Kind = AlarmEntryKind.Unshelved, Who = who }, cancellation);

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> JudgeAsync(
        long id, string? who, AlarmVerdict verdict, string? note = null, CancellationToken cancellation = default) =>
        DoAsync(
            id, life => life.Judge(who, verdict, note),
            new AlarmEntry { Kind = AlarmEntryKind.Verdict, Who = who, Verdict = verdict, Text = note }, cancellation);

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> CommentAsync(long id, string? who, string? text, CancellationToken cancellation = default) =>
        DoAsync(
            id, life => life.Comment(who, text), new AlarmEntry { Kind = AlarmEntryKind.Comment, Who = who, Text = text }, cancellation);

    /// <summary>Brings back what is on the shelf longer than it was to be.</summary>
    /// <returns>How many came back.</returns>
    public async Task<int> EndShelvesAsync(CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var due = db.Alarms.Where(alarm => alarm.State == AlarmState.Shelved && alarm.ShelvedUntil <= now);
        if (!await due.AnyAsync(cancellation))
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var ended = 0;
        foreach (var alarm in await due.ToListAsync(cancellation))
        {
            if (alarm.Life.RunOutShelf(now).Next is { } life)
            {
                AlarmLog.Write(db, alarm, life, new AlarmEntry { AlarmId = alarm.Id, Kind = AlarmEntryKind.Unshelved, At = now });
                ended++;
            }
        }

        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Alarms);
        return ended;
    }

    private async Task<Problem?> DoAsync(
        long id, Func<AlarmLife, AlarmStep> command, AlarmEntry entry, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Alarms.SingleOrDefaultAsync(candidate => candidate.Id == id, cancellation) is not { } alarm)
        {
            return new Problem("alarm.unknown", id);
        }

        var step = command(alarm.Life);
        if (step.Next is null)
        {
            return step.Problem;
        }

        (entry.AlarmId, entry.At, entry.Who) = (id, time.GetUtcNow(), entry.Who?.Trim());
        entry.Text = string.IsNullOrWhiteSpace(entry.Text) ? null : entry.Text.Trim();
        AlarmLog.Write(db, alarm, step.Next, entry);
        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Alarms, alarm.SensorKey);
        return null;
    }
}
