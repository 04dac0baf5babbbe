using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Scheduling;

/// <summary>
/// Keeps what the station's clock said last, so that a start knows a clock that went back while it was down, and makes an alarm of each
/// change of the clock that was followed.
/// </summary>
public sealed class ClockKeeper(
    IDbContextFactory<StationDbContext> contexts, IAlarmLog alarms, ChangeFeed changes, ClockDoubt doubt, TimeProvider time,
    ILogger<ClockKeeper> logger)
{
    internal const string Name = "station_clock";

    /// <summary>Changes that were followed and are not written down yet.</summary>
    private readonly Queue<ClockLeap> waiting = new();

    /// <summary>A station may be off for a while; a clock that is further ahead may be wrong.</summary>
    private static readonly TimeSpan LongestOff = TimeSpan.FromDays(31);

    /// <summary>The clock before it went wrong may have been fast itself.</summary>
    private static readonly TimeSpan Fast = TimeSpan.FromHours(1);

    /// <summary>At the start, before anything asks what time it is.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var kept = await ReadAsync(db, cancellation);
        doubt.Last = kept.Change;
        if (kept.Seen is not { } seen)
        {
            return;
        }

        (time as SteadyTime)?.GoOnFrom(seen);
        if (time.GetUtcNow() - seen > LongestOff)
        {
            await TakeDownAsync(new ClockLeap(seen, time.GetUtcNow()), cancellation);
        }
    }

    /// <summary>Each minute.</summary>
    public async Task KeepAsync(CancellationToken cancellation = default)
    {
        foreach (var change in (time as SteadyTime)?.TakeChanges() ?? [])
        {
            waiting.Enqueue(change);
        }

        // What a full disk keeps from being written down is still there in a minute.
        while (waiting.TryPeek(out var next))
        {
            await TakeDownAsync(next, cancellation);
            waiting.Dequeue();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await WriteAsync(db, new KeptClock(time.GetUtcNow(), doubt.Last), cancellation);
    }

    private async Task TakeDownAsync(ClockLeap change, CancellationToken cancellation)
    {
        logger.LogWarning(
            "The system's clock went from {Before:u} to {After:u}; the station follows it", change.Before, change.After);
        doubt.Follow(change);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (change.After < change.Before)
        {
            // What was due already and waits, such as for another job to end, is due by the new clock too.
            await db.ScheduleClocks.Where(clock => clock.NextDueAt <= change.Before && clock.NextDueAt > change.After)
                .ExecuteUpdateAsync(set => set.SetProperty(clock => clock.NextDueAt, change.After), cancellation);
        }

        // As it was written down: this one is known already where a first try failed.
        if ((await ReadAsync(db, cancellation)).Change is { } wrong && wrong.Before > wrong.After && change.After > change.Before
            && change.After > wrong.Before - Fast)
        {
            var since = wrong.Before < change.After ? wrong.Before : change.After;
            await new ClockSetRight(db).ApplyAsync(since, change.After, cancellation);
        }

        await WriteAsync(db, new KeptClock(change.After, doubt.Last), cancellation);
        var minute = StationClock.MinuteOf(change.After);
        var opened = new AlarmChange(
            AlarmCause.StationClock, null, AlarmChangeKind.Opened, minute, minute, OutlierStage.Alert, OutlierThresholds.Default.Alert,
            new AlarmEvidence { ShiftMinutes = (int)Math.Round(change.Shift.TotalMinutes) });
        var result = alarms.Apply(db, null, [opened, opened with { Kind = AlarmChangeKind.Closed }], change.After);
        await transaction.CommitAsync(CancellationToken.None);
        if (result.Changes > 0)
        {
            changes.Publish(ChangeKind.Alarms);
        }
    }

    private static async Task<KeptClock> ReadAsync(StationDbContext db, CancellationToken cancellation) =>
        await db.Settings.FindAsync([Name], cancellation) is { } stored ? StoredJson.Read<KeptClock>(stored.Value) : new KeptClock();

    /// <summary>No setting of a person: nobody has to be told of it.</summary>
    private static async Task WriteAsync(StationDbContext db, KeptClock clock, CancellationToken cancellation)
    {
        var stored = await db.Settings.FindAsync([Name], cancellation) ?? db.Settings.Add(new Setting { Name = Name, Value = "" }).Entity;
        stored.Value = StoredJson.Write(clock);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>What is kept of the clock.</summary>
    /// <param name="Seen">What it said last.</param>
    /// <param name="Change">The last one that was followed.</param>
    private sealed record KeptClock(DateTimeOffset? Seen = null, ClockLeap? Change = null);
}
