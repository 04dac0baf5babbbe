using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms.Watch;

/// <summary>
/// Watches all sensors up to now. States, alarms and messages are stored in one transaction, so that a round can be killed and repeated: the same readings
/// give the same alarms.
/// </summary>
public sealed class WatchRound(
    IDbContextFactory<StationDbContext> contexts, WatchList list, IAlarmLog log, ChangeFeed changes, TimeProvider time, ILogger<WatchRound> logger)
    : IWatchRound
{
    private const string FleetSetting = "fleet_watch";
    private const int MinutesPerHour = 60;
    private const int MinutesPerDay = 1440;
    private const int HoursKept = 3;
    private const int DaysKept = 10;
    private static readonly AlarmChannel NoData = new(AlarmCause.NoData, null);

    public async Task<WatchReport> RunAsync(CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var minute = StationClock.MinuteOf(now);
        var sensors = await list.LoadAsync(cancellation);
        try
        {
            return await RunAsync(sensors, now, minute, cancellation);
        }
        catch
        {
            list.ForgetPositions();
            throw;
        }
    }

    private async Task<WatchReport> RunAsync(IReadOnlyList<WatchedSensor> sensors, DateTimeOffset now, int minute, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var requests = await db.WatchRequests.AsNoTracking().ToDictionaryAsync(request => request.SensorKey, cancellation);
        var runs = Watch(db, sensors, requests, minute, cancellation);
        var (fleet, fleetChanges, before) = await StepFleetAsync(db, sensors, runs, minute, cancellation);
        var others = Regroup(runs, sensors, before, fleet, minute);
        var results = new List<(int? SensorKey, AlarmLogResult Result)> { (null, log.Apply(db, null, fleetChanges, now)) };
        results.AddRange(others.Select(other => ((int?)other.Key, log.Apply(db, other.Key, [other.Change], now))));
        using (var writer = new WatchWriter(db))
        {
            results.AddRange(runs.Select(run => ((int?)run.Sensor.Sensor.Key, Store(db, writer, run, now))));
        }

        if (minute % MinutesPerHour == 0)
        {
            await PruneAsync(db, minute, cancellation);
        }

        await transaction.CommitAsync(CancellationToken.None);
        foreach (var run in runs)
        {
            run.Sensor.Position = new WatchPosition(run.State, run.IsLive);
        }

        Publish(results);
        var all = runs.SelectMany(run => run.Changes).Concat(fleetChanges).ToList();
        return new WatchReport(runs.Count, all.Count(change => change.Kind == AlarmChangeKind.Opened), all.Count(change => change.Kind == AlarmChangeKind.Closed));
    }

    private List<SensorRun> Watch(StationDbContext db, IReadOnlyList<WatchedSensor> sensors, Dictionary<int, WatchRequest> requests, int minute, CancellationToken cancellation)
    {
        using var forecasts = new ForecastReader(db);
        var runner = new SensorRunner(db, forecasts, minute);
        var runs = new List<SensorRun>();
        foreach (var sensor in sensors)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (runner.Run(sensor, requests.GetValueOrDefault(sensor.Sensor.Key)) is { } run)
                {
                    runs.Add(run);
                }
            }
            catch (Exception problem) when (problem is not (OperationCanceledException or System.Data.Common.DbException))
            {
                // What is wrong with one sensor must not keep the others from being watched.
                logger.LogError(problem, "{Sensor} could not be watched", sensor.Sensor.Id);
            }
        }

        return runs;
    }

    private static async Task<(FleetState Fleet, IReadOnlyList<AlarmChange> Changes, FleetState Before)> StepFleetAsync(
        StationDbContext db, IReadOnlyList<WatchedSensor> sensors, List<SensorRun> runs, int minute, CancellationToken cancellation)
    {
        var stored = await db.Settings.FindAsync([FleetSetting], cancellation);
        var before = stored is null ? new FleetState() : StoredJson.Read<FleetState>(stored.Value);
        var states = StatesOf(sensors, runs);
        var losses = states.Where(pair => pair.State.IsOpen(NoData))
            .Select(pair => new SensorLoss(pair.Key, pair.State.Timers[NoData.Name].SinceMinute ?? minute)).ToList();
        var result = FleetMonitor.Step(before, losses, states.Count, minute);
        if (result.State != before)
        {
            var value = StoredJson.Write(result.State);
            if (stored is null)
            {
                db.Settings.Add(new Setting { Name = FleetSetting, Value = value });
            }
            else
            {
                stored.Value = value;
            }

            await db.SaveChangesAsync(cancellation);
        }

        return (result.State, result.Changes, before);
    }

    /// <summary>Of the sensors that readings are expected of.</summary>
    private static List<(int Key, MonitorState State)> StatesOf(IReadOnlyList<WatchedSensor> sensors, List<SensorRun> runs)
    {
        var run = runs.ToDictionary(row => row.Sensor.Sensor.Key);
        return
        [
            .. from sensor in sensors
               let key = sensor.Sensor.Key
               let position = run.TryGetValue(key, out var ran) ? new WatchPosition(ran.State, ran.IsLive) : sensor.Position
               where position is { IsLive: true }
               select (key, position.State),
        ];
    }

    /// <summary>
    /// While many are lost the loss of one is told as part of it; when they are back, those that are not get an alarm of their own. One that was lost long
    /// before the others, or by itself later, has an alarm of its own and keeps it.
    /// </summary>
    /// <returns>Changes of sensors that were not watched in this round.</returns>
    private static List<(int Key, AlarmChange Change)> Regroup(List<SensorRun> runs, IReadOnlyList<WatchedSensor> sensors, FleetState before, FleetState fleet, int minute)
    {
        var others = new List<(int, AlarmChange)>();
        var group = fleet.IsOpen ? fleet : before;
        if (!group.IsOpen)
        {
            return others;
        }

        var byKey = runs.ToDictionary(run => run.Sensor.Sensor.Key);
        foreach (var (key, state) in StatesOf(sensors, runs))
        {
            var run = byKey.GetValueOrDefault(key);
            var own = run?.Changes.RemoveAll(change =>
                IsNoData(change) && group.Covers(new SensorLoss(key, change.SinceMinute)) && change.Kind is (AlarmChangeKind.Opened or AlarmChangeKind.StageRose)) ?? 0;
            var timer = state.Timers.GetValueOrDefault(NoData.Name);
            AlarmChangeKind? kind = !timer.IsOpen || !group.Covers(new SensorLoss(key, timer.SinceMinute ?? minute)) ? null
                : !fleet.IsOpen ? AlarmChangeKind.Opened
                : own == 0 && !before.IsOpen ? AlarmChangeKind.Withdrawn : null;
            if (kind is { } happened)
            {
                var change = Tell(happened, state, timer, minute);
                run?.Changes.Add(change);
                others.AddRange(run is null ? [(key, change)] : []);
            }
        }

        return others;
    }

    private static bool IsNoData(AlarmChange change) => change is { Cause: AlarmCause.NoData, Quantity: null };

    private static AlarmChange Tell(AlarmChangeKind kind, MonitorState state, AlarmTimer timer, int minute) => new(
        AlarmCause.NoData, null, kind, minute, timer.SinceMinute ?? minute, state.Stages.GetValueOrDefault(NoData.Name, Model.Outliers.OutlierStage.Caution), timer.Peak, new AlarmEvidence());

    private AlarmLogResult Store(StationDbContext db, WatchWriter writer, SensorRun run, DateTimeOffset now)
    {
        var (key, through) = (run.Sensor.Sensor.Key, run.ThroughMinute);
        var state = StoredJson.Write(run.State);
        writer.Save(new SensorWatch { SensorKey = key, ThroughMinute = through, IsLive = run.IsLive, State = state });
        if (run.IsAgain)
        {
            writer.DropSnapshots(key, run.FromMinute);
        }

        if (run.Before is { ThroughMinute: { } before } state0)
        {
            writer.SaveSnapshot(key, before, StoredJson.Write(state0));
        }

        if (run.FromMinute / MinutesPerHour != (through + 1) / MinutesPerHour)
        {
            writer.SaveSnapshot(key, through, state);
        }

        writer.ReplaceFindings(key, run.FromMinute, through, run.Findings);
        if (run.Request is { } request)
        {
            writer.Done(request);
        }

        return run.IsAgain ? log.ApplySpan(db, key, run.FromMinute, through, run.Changes, now) : log.Apply(db, key, run.Changes, now);
    }

    /// <summary>Snapshots of the last hours, and one a day of the last days.</summary>
    private static async Task PruneAsync(StationDbContext db, int minute, CancellationToken cancellation)
    {
        var (recent, oldest) = (minute - (HoursKept * MinutesPerHour), minute - (DaysKept * MinutesPerDay));
        await db.WatchSnapshots.Where(row => row.Minute < recent && (row.Minute + 1) % MinutesPerDay >= MinutesPerHour).ExecuteDeleteAsync(cancellation);
        await db.WatchSnapshots.Where(row => row.Minute < oldest).ExecuteDeleteAsync(cancellation);
    }

    private void Publish(List<(int? SensorKey, AlarmLogResult Result)> results)
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
