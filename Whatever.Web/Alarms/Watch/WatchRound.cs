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
    private long? ownRound;

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
        var round = await RoundNumber.NextAsync(db, cancellation);
        if (ownRound is { } own && round != own + 1)
        {
            // Another process watched in between, such as a command beside the running station: what is held in memory is not where things stand.
            changes.Publish(ChangeKind.Settings);
            sensors = await list.LoadAsync(cancellation);
        }

        var requests = await db.WatchRequests.AsNoTracking().ToDictionaryAsync(request => request.SensorKey, cancellation);
        var runs = Watch(db, sensors, requests, minute, cancellation);
        var states = StatesOf(sensors, runs);
        var fleet = await RunFleetAsync(db, states, runs, minute, cancellation);
        await LostTogether.DropOfPastOutagesAsync(db, runs, cancellation);
        var others = LostTogether.Regroup(runs, states, fleet.Outages);
        var results = new List<(int? SensorKey, AlarmLogResult Result)> { (null, log.Apply(db, null, fleet.Changes, now)) };
        results.AddRange(others.Select(other => ((int?)other.Key, log.Apply(db, other.Key, [other.Change], now))));
        using (var writer = new WatchWriter(db))
        {
            results.AddRange(runs.Select(run => ((int?)run.Sensor.Sensor.Key, Store(db, writer, run, now))));
        }

        var upToDate = runs.Where(run => run.IsLive && minute - run.ThroughMinute <= AlarmLog.HistoryMinutes).Select(run => run.Sensor.Sensor.Key).ToHashSet();
        results.AddRange(log.TellOfOpen(db, upToDate, now).Select(told => ((int?)told.SensorKey, told.Result)));
        if (minute % MinutesPerHour == 0)
        {
            await PruneAsync(db, minute, cancellation);
        }

        await transaction.CommitAsync(CancellationToken.None);
        ownRound = round;
        foreach (var run in runs)
        {
            run.Sensor.Position = new WatchPosition(run.State, run.IsLive);
        }

        Publish(results);
        var all = runs.SelectMany(run => run.Changes).Concat(fleet.Changes).ToList();
        return new WatchReport(runs.Count, all.Count(change => change.Kind == AlarmChangeKind.Opened), all.Count(change => change.Kind == AlarmChangeKind.Closed));
    }

    private List<SensorRun> Watch(StationDbContext db, IReadOnlyList<WatchedSensor> sensors, Dictionary<int, WatchRequest> requests, int minute, CancellationToken cancellation)
    {
        using var forecasts = new ForecastReader(db);
        var runner = new SensorRunner(db, forecasts, DisprovedEvents.Read(db, requests.Values), minute);
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

    private static async Task<FleetResult> RunFleetAsync(
        StationDbContext db, List<(int Key, MonitorState State)> states, List<SensorRun> runs, int minute, CancellationToken cancellation)
    {
        var stored = await db.Settings.FindAsync([FleetSetting], cancellation);
        var before = stored is null ? new FleetState() : StoredJson.Read<FleetState>(stored.Value);
        var result = FleetMonitor.Run(before, LostTogether.SpansOf(runs, states), states.Count, minute);
        stored ??= db.Settings.Add(new Setting { Name = FleetSetting, Value = "" }).Entity;
        stored.Value = StoredJson.Write(result.State);
        await db.SaveChangesAsync(cancellation);
        return result;
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

        return run.IsAgain ? log.ApplySpan(db, key, run.FromMinute, through, run.Changes, run.Open, now) : log.Apply(db, key, run.Changes, now);
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
