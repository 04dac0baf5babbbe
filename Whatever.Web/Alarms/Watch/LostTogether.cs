using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms.Watch;

/// <summary>What is told of one sensor that is lost while, or because, many are.</summary>
internal static class LostTogether
{
    private static readonly AlarmChannel NoData = new(AlarmCause.NoData, null);

    /// <summary>When each sensor was lost, in the minutes of this round and before where it goes on.</summary>
    public static List<LossSpan> SpansOf(List<SensorRun> runs, IEnumerable<(int Key, MonitorState State)> states)
    {
        var byKey = runs.ToDictionary(run => run.Sensor.Sensor.Key);
        var spans = new List<LossSpan>();
        foreach (var (key, state) in states)
        {
            var (since, from) = (0, (int?)null);
            var isKnown = false;
            foreach (var change in byKey.GetValueOrDefault(key)?.Changes.Where(IsNoData) ?? [])
            {
                if (change.Kind == AlarmChangeKind.Opened)
                {
                    (since, from, isKnown) = (change.SinceMinute, change.Minute, true);
                }
                else if (change.Kind is AlarmChangeKind.Closed or AlarmChangeKind.Withdrawn)
                {
                    spans.Add(new LossSpan(new SensorLoss(key, change.SinceMinute), from ?? int.MinValue, change.Minute));
                    (from, isKnown) = (null, true);
                }
            }

            if (state.IsOpen(NoData) && (from is not null || !isKnown))
            {
                spans.Add(new LossSpan(new SensorLoss(key, from is null ? state.Timers[NoData.Name].SinceMinute ?? int.MinValue : since), from ?? int.MinValue, int.MaxValue));
            }
        }

        return spans;
    }

    /// <summary>
    /// While many are lost the loss of one is told as part of it; when they are back, those that are not get an alarm of their own. One that was lost long
    /// before the others, or by itself later, has an alarm of its own and keeps it.
    /// </summary>
    /// <returns>Changes of sensors that were not watched in this round.</returns>
    public static List<(int Key, AlarmChange Change)> Regroup(List<SensorRun> runs, IReadOnlyList<(int Key, MonitorState State)> states, IReadOnlyList<Outage> outages)
    {
        var others = new List<(int, AlarmChange)>();
        var byKey = runs.ToDictionary(run => run.Sensor.Sensor.Key);
        foreach (var outage in outages)
        {
            foreach (var (key, state) in states)
            {
                var run = byKey.GetValueOrDefault(key);
                var isToldInThisRun = run is not null && Drop(run.Changes, outage);
                var timer = state.Timers.GetValueOrDefault(NoData.Name);
                if (isToldInThisRun || timer is not { IsOpen: true, SinceMinute: { } since } || !outage.Covers(since))
                {
                    continue;
                }

                AlarmChange? change = outage switch
                {
                    { ClosedMinute: { } closed } => Tell(AlarmChangeKind.Opened, state, timer, closed),
                    { OpenedMinute: { } opened } => Tell(AlarmChangeKind.Withdrawn, state, timer, opened),
                    _ => null,
                };
                if (change is not null)
                {
                    run?.Changes.Add(change);
                    others.AddRange(run is null ? [(key, change)] : []);
                }
            }
        }

        return others;
    }

    /// <summary>Late readings have a span watched again: losses that an alarm of many stood for must not come back as alarms of single sensors.</summary>
    public static async Task DropOfPastOutagesAsync(StationDbContext db, IEnumerable<SensorRun> runs, CancellationToken cancellation)
    {
        var again = runs.Where(run => run.IsAgain && run.Changes.Exists(IsNoData)).ToList();
        if (again.Count == 0)
        {
            return;
        }

        var from = again.Min(run => run.FromMinute);
        var outages = await db.Alarms.AsNoTracking()
            .Where(alarm => alarm.Cause == AlarmCause.ManyOffline && alarm.Ended == AlarmEnd.Cleared && alarm.ClearedMinute >= from).ToListAsync(cancellation);
        foreach (var outage in outages)
        {
            again.ForEach(run => Drop(run.Changes, new Outage(outage.SinceMinute, null, outage.ClearedMinute)));
        }
    }

    /// <summary>Takes away what an outage stands for. A sensor that stayed away when the others were back is told of from then on.</summary>
    /// <returns>Whether there was anything.</returns>
    private static bool Drop(List<AlarmChange> changes, Outage outage)
    {
        var opened = changes.Where(change => IsNoData(change) && change.Kind == AlarmChangeKind.Opened && outage.Covers(change.SinceMinute)).ToList();
        foreach (var opening in opened)
        {
            var own = changes.Where(change => IsNoData(change) && change.SinceMinute == opening.SinceMinute).ToList();
            changes.RemoveAll(own.Contains);
            var end = own.Find(change => change.Kind is AlarmChangeKind.Closed or AlarmChangeKind.Withdrawn)?.Minute ?? int.MaxValue;
            if (outage.ClosedMinute is { } over && end > over)
            {
                var raised = Math.Max(opening.Minute, over);
                var stage = own.Where(change => change.Minute <= raised).Max(change => change.Stage);
                changes.Add(opening with { Minute = raised, Stage = stage });
                changes.AddRange(own.Where(change => change.Minute > raised));
            }
        }

        if (opened.Count > 0)
        {
            var sorted = changes.OrderBy(change => change.Minute).ToList();
            changes.Clear();
            changes.AddRange(sorted);
        }

        return opened.Count > 0;
    }

    private static bool IsNoData(AlarmChange change) => change is { Cause: AlarmCause.NoData, Quantity: null };

    private static AlarmChange Tell(AlarmChangeKind kind, MonitorState state, AlarmTimer timer, int minute) => new(
        AlarmCause.NoData, null, kind, minute, timer.SinceMinute ?? minute, state.Stages.GetValueOrDefault(NoData.Name, OutlierStage.Caution), timer.Peak, new AlarmEvidence());
}
