using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>
/// Minutes that an outage of many lies in are judged again, because readings came late or a pass was killed before it had stored them:
/// losses that the alarm of many stood for must not come back as alarms of single sensors.
/// </summary>
internal static class Outages
{
    public static async Task DropPastAsync(
        StationDbContext db, IEnumerable<SensorPass> outcomes, FleetState fleet, CancellationToken cancellation)
    {
        var again = outcomes.Where(
            outcome => outcome.Events is { } events && (events.IsAgain || IsBehind(outcome, fleet)) && events.Changes.Any(IsNoData))
            .ToList();
        if (again.Count == 0)
        {
            return;
        }

        var from = again.Min(outcome => outcome.Events!.FromMinute);
        var past = await db.Alarms.AsNoTracking()
            .Where(alarm => alarm.Cause == AlarmCause.ManyOffline && alarm.Ended == AlarmEnd.Cleared && alarm.ClearedMinute >= from)
                .ToListAsync(cancellation);
        foreach (var outage in past.Select(alarm => new Outage(alarm.SinceMinute, null, alarm.ClearedMinute)))
        {
            foreach (var outcome in again)
            {
                outcome.Events = outcome.Events! with
                {
                    Changes = OutageGrouping.Without(outcome.Events.Changes, outage) ?? outcome.Events.Changes,
                };
            }
        }
    }

    /// <summary>
    /// A state of minutes that are still to come, of a clock that was ahead, begins anew: an outage of then that is open is over with the
    /// first step, for nothing is lost any more.
    /// </summary>
    public static FleetState UpTo(FleetState fleet, int minute) =>
        fleet.ThroughMinute > minute + EventStage.GraceMinutes ? fleet with { ThroughMinute = minute - 1 } : fleet;

    /// <summary>Whether the sensors together were seen at minutes that this one, with its patience, has still to go through.</summary>
    private static bool IsBehind(SensorPass outcome, FleetState fleet) =>
        outcome.Events!.FromMinute <= fleet.ThroughMinute - Math.Max(EventStage.GraceMinutes, outcome.Sensor.Interval);

    private static bool IsNoData(AlarmChange change) => change.Channel == AlarmChannel.NoData;
}
