using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>
/// Stores what a pass found: all sensors together in one transaction (the alarm of many, what it tells of single ones, where it stands),
/// then the sensors group by group. A pass that is killed in between is made again for the sensors that were not stored; of outages that
/// are over by then <see cref="Outages"/> knows from the alarms.
/// </summary>
internal sealed class PassStore(IDbContextFactory<StationDbContext> contexts, IAlarmLog alarms, ChangeFeed changes, DateTimeOffset now)
{
    /// <summary>Sensors in one transaction: one each would be a thousand commits a minute, and others want to write, too.</summary>
    public const int SensorsPerGroup = 50;

    private const int HoursKept = 3;
    private const int DaysKept = 10;

    private readonly int minute = StationClock.MinuteOf(now);
    private readonly HashSet<int> upToDate = [];

    /// <summary>The alarm of many, what becomes of alarms of sensors that were lost before, and where all sensors stand.</summary>
    public async Task StoreFleetAsync(FleetOutcome fleet, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await FleetStore.WriteAsync(db, fleet.Before, fleet.Result.State, cancellation))
        {
            var results = new List<(int?, AlarmLogResult)> { (null, alarms.Apply(db, null, fleet.Result.Changes, now)) };
            results.AddRange(fleet.Told.Select(told => ((int?)told.Key, alarms.Apply(db, told.Key, [told.Change], now))));
            await transaction.CommitAsync(CancellationToken.None);
            Publish(results);
        }
    }

    /// <summary>Everything of a group of sensors: judgements, alarms, messages, states, and that their spans are done.</summary>
    public async Task StoreAsync(IReadOnlyCollection<SensorPass> group, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var results = new List<(int? Key, AlarmLogResult Result)>();
        var mine = await WhereUntouchedAsync(db, group, cancellation);
        JudgementWriter.Write(db, mine.SelectMany(pass => pass.Values?.Judgements ?? []));
        using (var writer = new MonitoringWriter(db))
        {
            foreach (var pass in mine)
            {
                var result = pass.Events is { } events ? Store(db, writer, pass, events) : default;
                results.Add((pass.Key, result with { Deliveries = result.Deliveries + QueueAlerts(db, pass) }));
                foreach (var span in pass.Spans)
                {
                    writer.Finish(span, pass.Done, mayJoin: !pass.IsJudgedLater);
                }

                if (pass.Events?.Rest is { } rest)
                {
                    writer.Await(pass.Key, rest);
                }
            }
        }

        await transaction.CommitAsync(CancellationToken.None);
        foreach (var pass in mine)
        {
            if (pass.Events is { } events)
            {
                pass.Sensor.Position = new SensorPosition(events.State, events.IsLive, RevisionAfter(pass));
                if (events.IsLive && minute - events.ThroughMinute <= History.Minutes)
                {
                    upToDate.Add(pass.Key);
                }
            }
        }

        foreach (var key in mine.Where(pass => pass.Values is { Judgements.Count: > 0 }).Select(pass => pass.Key))
        {
            changes.Publish(ChangeKind.Judgements, key);
        }

        Publish(results);
    }

    /// <summary>Alarms that were history and go on today are told of; old snapshots go.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var told = alarms.NotifyOpen(db, upToDate, now);
        if (minute % MinutesPer.Hour == 0)
        {
            await PruneAsync(db, cancellation);
        }

        await transaction.CommitAsync(CancellationToken.None);
        Publish(told.Select(one => ((int?)one.SensorKey, one.Result)));
    }

    /// <summary>
    /// Those that no other process stored since this one read where they stand; the others are made again by the next pass.
    /// </summary>
    private static async Task<List<SensorPass>> WhereUntouchedAsync(
        StationDbContext db, IReadOnlyCollection<SensorPass> group, CancellationToken cancellation)
    {
        var keys = group.Select(pass => pass.Key).ToList();
        var stored = await db.SensorStates.AsNoTracking().Where(row => keys.Contains(row.SensorKey))
            .ToDictionaryAsync(row => row.SensorKey, row => row.Revision, cancellation);
        return [.. group.Where(pass => pass.Revision == (stored.TryGetValue(pass.Key, out var revision) ? revision : null))];
    }

    private AlarmLogResult Store(StationDbContext db, MonitoringWriter writer, SensorPass pass, EventOutcome events)
    {
        var (key, through) = (pass.Key, events.ThroughMinute);
        var state = StoredJson.Write(events.State);
        writer.Save(
            new SensorState
            {
                SensorKey = key,
                ThroughMinute = through,
                IsLive = events.IsLive,
                State = state,
                Revision = RevisionAfter(pass),
            });
        if (events.IsAgain)
        {
            writer.DropSnapshots(key, events.FromMinute);
        }

        if (events.Before is { ThroughMinute: { } before } earlier)
        {
            writer.SaveSnapshot(key, before, StoredJson.Write(earlier));
        }

        if (events.FromMinute / MinutesPer.Hour != (through + 1) / MinutesPer.Hour)
        {
            writer.SaveSnapshot(key, through, state);
        }

        var replaced = Math.Max(through, events.TakenBackFrom ?? through);
        if (events.Before is not null)
        {
            writer.DropFindings(key, events.FromMinute, replaced);
        }

        writer.SaveFindings(key, events.Findings);
        return events.IsAgain
            ? alarms.ApplySpan(db, key, events.FromMinute, replaced, events.Changes, events.Open, now)
            : alarms.Apply(db, key, events.Changes, now);
    }

    private static int QueueAlerts(StationDbContext db, SensorPass pass)
    {
        if (pass.Values is not { Alerts.Count: > 0 } values)
        {
            return 0;
        }

        var queued = OutboxWriter.Add(db, values.Alerts);
        values.Report = values.Report with { Alerts = queued };
        return queued;
    }

    private static int RevisionAfter(SensorPass pass) => (pass.Revision ?? 0) + 1;

    /// <summary>Snapshots of the last hours, and one a day of the last days.</summary>
    private async Task PruneAsync(StationDbContext db, CancellationToken cancellation)
    {
        var (recent, oldest) = (minute - (HoursKept * MinutesPer.Hour), minute - (DaysKept * MinutesPer.Day));
        await db.StateSnapshots.Where(row => row.Minute < recent && (row.Minute + 1) % MinutesPer.Day >= MinutesPer.Hour)
            .ExecuteDeleteAsync(cancellation);
        await db.StateSnapshots.Where(row => row.Minute < oldest).ExecuteDeleteAsync(cancellation);
    }

    private void Publish(IEnumerable<(int? Key, AlarmLogResult Result)> results)
    {
        foreach (var (key, result) in results)
        {
            if (result.Changes > 0)
            {
                changes.Publish(ChangeKind.Alarms, key);
            }

            if (result.Deliveries > 0)
            {
                changes.Publish(ChangeKind.Deliveries, key);
            }
        }
    }
}
