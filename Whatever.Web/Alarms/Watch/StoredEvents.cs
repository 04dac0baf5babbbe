using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms.Watch;

/// <summary>
/// A state that was made by going through old readings knows nights and levels, but not which alarms were open: it may have begun in the middle of one, and take it
/// for what is usual. That is known from the alarms.
/// </summary>
internal static class StoredEvents
{
    /// <param name="db">The station's database.</param>
    /// <param name="sensorKey">Whose state it is.</param>
    /// <param name="state">At the end of the old readings.</param>
    /// <param name="from">The first minute that is watched.</param>
    /// <param name="clock">The sensor's.</param>
    public static MonitorState Resume(StationDbContext db, int sensorKey, MonitorState state, int from, StationClock clock)
    {
        var open = db.Alarms
            .Where(alarm => alarm.SensorKey == sensorKey && alarm.Ended != AlarmEnd.Withdrawn && alarm.RaisedMinute < from && (alarm.ClearedMinute == null || alarm.ClearedMinute >= from))
            .ToList();
        var resumed = state.Copy();
        foreach (var channel in AlarmChannel.All.Where(resumed.IsOpen))
        {
            resumed.Timers.Remove(channel.Name);
            resumed.Stages.Remove(channel.Name);
        }

        foreach (var alarm in open)
        {
            var name = new AlarmChannel(alarm.Cause, alarm.Quantity).Name;
            resumed.Timers[name] = new AlarmTimer { SinceMinute = alarm.SinceMinute, OpenedMinute = alarm.RaisedMinute, Peak = alarm.PeakScore };
            resumed.Stages[name] = alarm.Stage;
            if (alarm.Cause == AlarmCause.Burst)
            {
                resumed.Burst ??= new BurstMemory(0, Math.Max(0, (alarm.FlowRate - alarm.ExpectedFlowRate) ?? 0), null);
            }
            else if (alarm.Cause is AlarmCause.Leak or AlarmCause.NightFlowStep)
            {
                MarkNights(resumed.Night.Nights, DateOnly.FromDateTime(clock.ToLocal(alarm.SinceMinute)));
            }
        }

        return resumed;
    }

    private static void MarkNights(List<RememberedNight> nights, DateOnly since)
    {
        for (var i = 0; i < nights.Count; i++)
        {
            nights[i] = nights[i].Day >= since ? nights[i] with { IsUsual = false } : nights[i];
        }
    }
}
