using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>What a pass did.</summary>
/// <param name="Reports">Of the sensors whose values were looked at.</param>
/// <param name="Opened">Alarms.</param>
/// <param name="Closed">Alarms.</param>
/// <param name="Problems">One of each sensor that failed.</param>
/// <param name="IsMoreLeft">Of a long history: the next pass goes on.</param>
public sealed record PassReport(
    IReadOnlyList<DetectionReport> Reports, int Opened, int Closed, IReadOnlyList<Problem> Problems, bool IsMoreLeft)
{
    /// <summary>What two passes did, one after the other.</summary>
    public static PassReport operator +(PassReport first, PassReport second) => new(
        [.. first.Reports, .. second.Reports], first.Opened + second.Opened, first.Closed + second.Closed,
        [.. first.Problems.Concat(second.Problems).Distinct()], second.IsMoreLeft);
}

/// <summary>
/// One pass over the minutes of all sensors, in this order:
/// <list type="number">
/// <item>what waits: the queue of stale spans, and every live sensor, for that nothing came is also something</item>
/// <item>readings of a sensor, once (<see cref="SensorReadings"/>)</item>
/// <item>each value by what is normal for its hour (<see cref="ValueStage"/>)</item>
/// <item>minutes that follow each other, by all other kinds: alarms begin and end (<see cref="EventStage"/>)</item>
/// <item>sensors that are lost together are one alarm (<see cref="FleetMonitor"/>, <see cref="OutageGrouping"/>)</item>
/// <item>stored and queued for the target, group by group, each in one transaction (<see cref="PassStore"/>)</item>
/// </list>
/// A pass may be killed and made again, and two processes may make one at once: what was judged is judged again to the same, and a sensor's
/// minute is stored once.
/// </summary>
public sealed class MonitoringPass(
    IDbContextFactory<StationDbContext> contexts, SensorContexts sensors, SpanDetector history, IAlarmLog alarms, ChangeFeed changes,
    ClockDoubt doubt, TimeProvider time, ILogger<MonitoringPass> logger) : IDisposable
{
    /// <summary>
    /// Minutes whose judgements a pass holds, of all sensors together; what is more is judged afterwards, in steps of their own.
    /// </summary>
    private const int MostMinutes = SpanDetector.MinutesPerStep;

    /// <summary>Where a sensor stands belongs to one pass at a time.</summary>
    private readonly SemaphoreSlim turn = new(1);

    private readonly PassQueue queue = new(sensors, logger);

    public async Task<PassReport> RunAsync(CancellationToken cancellation = default)
    {
        PassReport report;
        List<LongWork> later;
        await turn.WaitAsync(cancellation);
        try
        {
            (report, later) = await RunStepAsync(cancellation);
        }
        finally
        {
            turn.Release();
        }

        var (reports, problems) = (report.Reports.ToList(), report.Problems.ToList());
        foreach (var (sensor, judges, spans) in later)
        {
            // Years that were imported, or a backlog of all: nobody waits for it who has minutes of now.
            await TryAsync(sensor, problems, async () => reports.Add(await history.JudgeAsync(sensor, judges, spans, cancellation)));
        }

        return report with { Reports = reports, Problems = problems };
    }

    /// <summary>
    /// Judges what has just arrived, and looks at no other sensor. A sensor that was lost and comes back may be part of an outage: then all
    /// are looked at.
    /// </summary>
    /// <returns>Null where nothing has arrived.</returns>
    public async Task<PassReport?> RunArrivedAsync(CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var (now, problems) = (time.GetUtcNow(), new List<Problem>());
            var (arrived, stale) = await queue.ReadArrivedAsync(db, StationClock.MinuteOf(now), problems, cancellation);
            if (arrived.Count == 0)
            {
                return null;
            }

            var (outcomes, _, _) = await JudgeAsync(db, arrived, stale, now, problems, cancellation);
            if (outcomes.SelectMany(outcome => outcome.Events?.Changes ?? []).Any(change => change.Channel == AlarmChannel.NoData))
            {
                return (await RunStepAsync(cancellation)).Report;
            }

            await StoreAsync(new PassStore(contexts, alarms, changes, now), outcomes, problems, cancellation);
            return ReportOf(outcomes, [], problems, isMoreLeft: outcomes.Count == PassQueue.MostArrived && problems.Count == 0);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<(PassReport Report, List<LongWork> Later)> RunStepAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var problems = new List<Problem>();
        var (all, stale) = await queue.ReadAsync(db, problems, cancellation);
        var (outcomes, later, isSpent) = await JudgeAsync(db, all, stale, now, problems, cancellation);
        var fleet = await JudgeFleetAsync(db, all, outcomes, StationClock.MinuteOf(now), cancellation);
        var store = new PassStore(contexts, alarms, changes, now);
        await store.StoreFleetAsync(fleet, cancellation);
        await StoreAsync(store, outcomes, problems, cancellation);
        await store.FinishAsync(cancellation);
        var said = fleet.Result.Changes.Concat(fleet.Told.Select(told => told.Change));
        return (
            ReportOf(outcomes, said, problems, isSpent || outcomes.Exists(outcome => outcome.Events?.Rest is not null)), later);
    }

    private static PassReport ReportOf(
        List<SensorPass> outcomes, IEnumerable<AlarmChange> ofMany, List<Problem> problems, bool isMoreLeft)
    {
        var said = outcomes.SelectMany(outcome => outcome.Events?.Changes ?? []).Concat(ofMany).ToList();
        return new PassReport(
            [.. outcomes.Select(outcome => outcome.Values?.Report).OfType<DetectionReport>()],
            said.Count(change => change.Kind == AlarmChangeKind.Opened), said.Count(change => change.Kind == AlarmChangeKind.Closed),
            problems, isMoreLeft);
    }

    private async Task<(List<SensorPass> Outcomes, List<LongWork> Later, bool IsSpent)> JudgeAsync(
        StationDbContext db, List<SensorContext> all, ILookup<int, StaleSpan> stale, DateTimeOffset now, List<Problem> problems,
        CancellationToken cancellation)
    {
        var policy = await db.Targets.Select(target => target.AlertPolicy).SingleOrDefaultAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        using var forecasts = new ForecastReader(db);
        var words = AlarmWordQueries.Read(db, [.. stale.SelectMany(spans => spans).Where(span => span.Needs(StaleWork.Events))]);
        var values = new ValueStage(db, policy, now);
        var events = new EventStage(db, forecasts, words, StationClock.MinuteOf(now), doubt.MayBeBehind);
        var (outcomes, later) = (new List<SensorPass>(), new List<LongWork>());
        var left = (long)MostMinutes;
        foreach (var sensor in all.Where(sensor => stale.Contains(sensor.Sensor.Key) || sensor.Position is { IsLive: true }))
        {
            cancellation.ThrowIfCancellationRequested();
            await TryAsync(sensor.Sensor, problems, async () =>
            {
                var (current, judges, spans) = await LoadJudgesAsync(db, sensor, [.. stale[sensor.Sensor.Key]], problems, cancellation);
                var staleFrom = FirstOf(spans.Where(span => span.Needs(StaleWork.Events)));
                var readings = events.Open(current, judges.Count > 0 ? FirstOf(spans) : staleFrom);
                var length = ValueStage.RangesOf(judges, spans).Sum(work => 1L + work.Range.To - work.Range.From);
                ValueOutcome? found = null;
                if (judges.Count > 0 && length > left)
                {
                    later.Add(new LongWork(sensor.Sensor, judges, spans));
                }
                else if (judges.Count > 0)
                {
                    left -= length;
                    await TryAsync(
                        sensor.Sensor, problems, () => Task.FromResult(found = values.Run(sensor.Sensor, judges, readings, spans)));
                }

                EventOutcome? happened = null;
                await TryAsync(sensor.Sensor, problems, () => Task.FromResult(happened = events.Run(current, readings, staleFrom)));
                if (found is not null || happened is not null)
                {
                    outcomes.Add(new SensorPass(current, spans, found, happened) { IsJudgedLater = judges.Count > 0 && found is null });
                }
            });
        }

        return (outcomes, later, events.IsSpent);
    }

    /// <summary>
    /// What the sensor is judged by. First criteria that are built here, or were by another process, have a span of their own, and alarms
    /// are found by them too.
    /// </summary>
    private async Task<(SensorContext Sensor, IReadOnlyList<QuantityJudge> Judges, IReadOnlyList<StaleSpan> Spans)> LoadJudgesAsync(
        StationDbContext db, SensorContext sensor, IReadOnlyList<StaleSpan> spans, List<Problem> problems, CancellationToken cancellation)
    {
        IReadOnlyList<QuantityJudge> judges = [];
        if (spans.Count > 0)
        {
            // Without them its values wait, and its alarms go on.
            await TryAsync(sensor.Sensor, problems, async () =>
                judges = await sensors.LoadJudgesAsync(
                    sensor.Sensor, spans.Sum(span => 1L + span.ToMinute - span.FromMinute), cancellation));
        }

        if (sensor.IsOutdatedBy(judges))
        {
            spans = await db.StaleSpans.AsNoTracking().Where(span => span.SensorKey == sensor.Sensor.Key).ToListAsync(cancellation);
            var position = sensor.Position;
            sensor = await sensors.ReloadAsync(sensor.Sensor, cancellation);
            sensor.Position = position;
        }

        return (sensor, judges, spans);
    }

    private static int? FirstOf(IEnumerable<StaleSpan> spans) => spans.Min(span => (int?)span.FromMinute);

    private static async Task<FleetOutcome> JudgeFleetAsync(
        StationDbContext db, List<SensorContext> all, List<SensorPass> outcomes, int minute, CancellationToken cancellation)
    {
        var before = await FleetStore.ReadAsync(db, cancellation);
        await Outages.DropPastAsync(db, outcomes, before, cancellation);
        var byKey = outcomes.Where(outcome => outcome.Events is not null).ToDictionary(outcome => outcome.Key);
        var standing = new List<SensorOutcome>();
        foreach (var sensor in all)
        {
            var events = byKey.GetValueOrDefault(sensor.Sensor.Key)?.Events;
            var (state, isLive) = events is not null
                ? (events.State, events.IsLive)
                : (sensor.Position?.State, sensor.Position?.IsLive ?? false);
            if (isLive)
            {
                standing.Add(new SensorOutcome(sensor.Sensor.Key, state!, events?.Changes));
            }
        }

        var result = FleetMonitor.Run(Outages.UpTo(before, minute), OutageGrouping.LossesOf(standing), standing.Count, minute);
        var (kept, told) = OutageGrouping.Group(standing, result.Outages);
        foreach (var (key, changes) in kept)
        {
            byKey[key].Events = byKey[key].Events! with { Changes = changes };
        }

        return new FleetOutcome(before, result, told);
    }

    /// <summary>A group is stored together; where that fails, sensor by sensor, so that one does not keep the others from theirs.</summary>
    private async Task StoreAsync(PassStore store, List<SensorPass> outcomes, List<Problem> problems, CancellationToken cancellation)
    {
        foreach (var group in outcomes.Chunk(PassStore.SensorsPerGroup))
        {
            try
            {
                await store.StoreAsync(group, cancellation);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                logger.LogWarning(
                    problem, "{Count} sensors could not be stored together; each is stored for itself", group.Length);
                foreach (var one in group)
                {
                    await TryAsync(one.Sensor.Sensor, problems, () => store.StoreAsync([one], cancellation));
                }
            }
        }
    }

    private Task TryAsync(Sensor sensor, List<Problem> problems, Func<Task> work) => EachSensor.TryAsync(sensor, work, problems, logger);

    /// <summary>Values that are judged after the others.</summary>
    private sealed record LongWork(Sensor Sensor, IReadOnlyList<QuantityJudge> Judges, IReadOnlyList<StaleSpan> Spans);
}
