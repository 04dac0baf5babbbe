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
    /// <summary>A sensor that is back so long after the others was lost with them; the alarm of many is over when nine of ten are.</summary>
    private const int StragglerMinutes = 15;

    private static readonly AlarmChannel NoData = new(AlarmCause.NoData, null);

    /// <summary>
    /// While many are lost the loss of one is told as part of it; when they are back, those that are not get an alarm of their own. One that was lost long
    /// before the others, or by itself later, has an alarm of its own and keeps it.
    /// </summary>
    /// <returns>Changes of sensors that were not watched in this round.</returns>
    public static List<(int Key, AlarmChange Change)> Regroup(
        List<SensorRun> runs, IReadOnlyList<(int Key, MonitorState State)> states, FleetState before, FleetState fleet, int minute)
    {
        var others = new List<(int, AlarmChange)>();
        var group = fleet.IsOpen ? fleet : before;
        if (!group.IsOpen)
        {
            return others;
        }

        var byKey = runs.ToDictionary(run => run.Sensor.Sensor.Key);
        foreach (var (key, state) in states)
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
        foreach (var run in again)
        {
            foreach (var opened in run.Changes.Where(change => IsNoData(change) && change.Kind == AlarmChangeKind.Opened).ToList())
            {
                if (outages.Find(outage => IsPartOf(opened, outage)) is { ClearedMinute: { } over })
                {
                    Drop(run.Changes, opened, over);
                }
            }
        }
    }

    private static bool IsPartOf(AlarmChange opened, Alarm outage) => opened.SinceMinute <= outage.ClearedMinute
        && new FleetState { Timer = new AlarmTimer { SinceMinute = outage.SinceMinute } }.Covers(new SensorLoss(0, opened.SinceMinute));

    /// <summary>One that stayed away when the others were back has an alarm of its own from then on.</summary>
    private static void Drop(List<AlarmChange> changes, AlarmChange opened, int over)
    {
        var closed = changes.Find(change => IsNoData(change) && change.Kind == AlarmChangeKind.Closed && change.SinceMinute == opened.SinceMinute);
        var isBack = closed is not null && closed.Minute <= over + StragglerMinutes;
        if (isBack)
        {
            changes.RemoveAll(change => IsNoData(change) && change.SinceMinute == opened.SinceMinute);
        }
        else
        {
            changes[changes.IndexOf(opened)] = opened with { Minute = Math.Max(opened.Minute, over) };
        }
    }

    private static bool IsNoData(AlarmChange change) => change is { Cause: AlarmCause.NoData, Quantity: null };

    private static AlarmChange Tell(AlarmChangeKind kind, MonitorState state, AlarmTimer timer, int minute) => new(
        AlarmCause.NoData, null, kind, minute, timer.SinceMinute ?? minute, state.Stages.GetValueOrDefault(NoData.Name, OutlierStage.Caution), timer.Peak, new AlarmEvidence());
}
