using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Late readings have a span judged again: losses that an alarm of many stood for must not come back as alarms of single sensors.</summary>
internal static class Outages
{
    public static async Task DropPastAsync(StationDbContext db, IEnumerable<SensorPass> outcomes, CancellationToken cancellation)
    {
        var again = outcomes.Where(outcome => outcome.Events is { IsAgain: true } events && events.Changes.Any(IsNoData)).ToList();
        if (again.Count == 0)
        {
            return;
        }

        var from = again.Min(outcome => outcome.Events!.FromMinute);
        var past = await db.Alarms.AsNoTracking()
            .Where(alarm => alarm.Cause == AlarmCause.ManyOffline && alarm.Ended == AlarmEnd.Cleared && alarm.ClearedMinute >= from).ToListAsync(cancellation);
        foreach (var outage in past.Select(alarm => new Outage(alarm.SinceMinute, null, alarm.ClearedMinute)))
        {
            foreach (var outcome in again)
            {
                outcome.Events = outcome.Events! with { Changes = OutageGrouping.Without(outcome.Events.Changes, outage) ?? outcome.Events.Changes };
            }
        }
    }

    private static bool IsNoData(AlarmChange change) => change.Channel == new AlarmChannel(AlarmCause.NoData, null);
}
