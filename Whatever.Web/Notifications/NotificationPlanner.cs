using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>
/// Goes through what happened to alarms since it looked last and queues what has to be told. How far it came is stored with what it queued:
/// nothing is missed over a restart, and nothing is queued twice.
/// </summary>
public sealed class NotificationPlanner(
    IDbContextFactory<StationDbContext> contexts, MailEditor settings, ChangeFeed changes, TimeProvider time)
{
    internal const string Position = "notifications_position";
    private const int BatchSize = 500;
    private static readonly AlarmEntryKind[] Begins = [AlarmEntryKind.Opened, AlarmEntryKind.StageRose];
    private static readonly AlarmEntryKind[] Ends = [AlarmEntryKind.Cleared, AlarmEntryKind.Withdrawn, AlarmEntryKind.Learned];

    public async Task PlanAsync(CancellationToken cancellation = default)
    {
        var oldest = TimeSpan.FromHours(await settings.OldestHoursAsync(cancellation));
        var isMoreThere = true;
        while (isMoreThere)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            (var queued, isMoreThere) = await PlanAsync(db, oldest, cancellation);
            if (queued)
            {
                changes.Publish(ChangeKind.Notifications);
            }
        }
    }

    private async Task<(bool Queued, bool IsMoreThere)> PlanAsync(
        StationDbContext db, TimeSpan oldest, CancellationToken cancellation)
    {
        var newest = await db.AlarmEntries.MaxAsync(entry => (long?)entry.Id, cancellation) ?? 0;
        var stored = await db.Settings.FindAsync([Position], cancellation);
        var from = stored is null ? newest : long.Parse(stored.Value, CultureInfo.InvariantCulture);
        var waiting = await LateAlarms.ReadAsync(db, cancellation);
        if (stored is not null && newest <= from && waiting.Count == 0)
        {
            return (false, false);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var entries = await db.AlarmEntries.AsNoTracking().Where(entry => entry.Id > from).OrderBy(entry => entry.Id).Take(BatchSize)
            .ToListAsync(cancellation);
        var batch = await NotificationBatch.BeginAsync(
            db, [.. entries.Select(entry => entry.AlarmId), .. waiting], time.GetUtcNow(), cancellation);
        foreach (var entry in entries)
        {
            if (Begins.Contains(entry.Kind))
            {
                batch.Begin(entry, oldest);
            }
            else if (Ends.Contains(entry.Kind))
            {
                await batch.EndAsync(entry, cancellation);
            }
        }

        var left = batch.TakeLate(waiting);
        await LateAlarms.WriteAsync(db, left, cancellation);
        await WriteAsync(db, Position, (entries.Count == 0 ? from : entries[^1].Id).ToString(CultureInfo.InvariantCulture), cancellation);
        var queued = await db.SaveChangesAsync(cancellation) > 0 && batch.HasQueued;
        await transaction.CommitAsync(CancellationToken.None);
        return (queued, entries.Count == BatchSize);
    }

    /// <summary>In the transaction of what it belongs to.</summary>
    internal static async Task WriteAsync(StationDbContext db, string name, string value, CancellationToken cancellation)
    {
        if (await db.Settings.FindAsync([name], cancellation) is { } stored)
        {
            stored.Value = value;
        }
        else
        {
            db.Settings.Add(new Setting { Name = name, Value = value });
        }
    }
}

/// <summary>
/// Alarms that were history when they were found, such as those of a file: once the sensor is known up to now, and they still go on, they
/// are told of, and no line of their log says so.
/// </summary>
internal static class LateAlarms
{
    public const int Most = 500;
    private const string Name = "notifications_late";

    public static async Task<IReadOnlyList<long>> ReadAsync(StationDbContext db, CancellationToken cancellation)
    {
        var ids = (await StoredAsync(db, cancellation)).ToList();
        return ids.Count == 0 ? ids
            : await db.Alarms.Where(alarm => ids.Contains(alarm.Id)
                && (!alarm.IsHistory || alarm.Ended != AlarmEnd.None)).Select(alarm => alarm.Id).ToListAsync(cancellation);
    }

    /// <param name="db">With a transaction.</param>
    /// <param name="change">What goes and what comes.</param>
    /// <param name="cancellation">Before anything is written.</param>
    public static async Task WriteAsync(StationDbContext db, LateChange change, CancellationToken cancellation)
    {
        if (change.Gone.Count + change.Come.Count == 0)
        {
            return;
        }

        var ids = (await StoredAsync(db, cancellation)).Except(change.Gone).Union(change.Come).TakeLast(Most);
        await NotificationPlanner.WriteAsync(
            db, Name, string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture))), cancellation);
    }

    private static async Task<IEnumerable<long>> StoredAsync(StationDbContext db, CancellationToken cancellation) =>
        ((await db.Settings.FindAsync([Name], cancellation))?.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => long.Parse(id, CultureInfo.InvariantCulture));
}

/// <summary>What was settled of late alarms, and which are new.</summary>
internal sealed record LateChange(IReadOnlyCollection<long> Gone, IReadOnlyCollection<long> Come);
