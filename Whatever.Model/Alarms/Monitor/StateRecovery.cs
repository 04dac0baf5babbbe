using Whatever.Model.Alarms.Reconciling;
using Whatever.Model.Outliers;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// A state that was made by going through old readings knows nights and levels, but not which alarms were open: it may have begun in the
/// middle of one, and take it for what is usual. That is known from the alarms.
/// </summary>
public static class StateRecovery
{
    /// <param name="state">At the end of the old readings; it is not changed.</param>
    /// <param name="open">The alarms that are open at the first minute that is judged.</param>
    /// <param name="cells">The sensor's wall clock.</param>
    public static MonitorState WithOpen(MonitorState state, IEnumerable<StoredAlarm> open, Outliers.Criteria.HourCells cells)
    {
        var recovered = state.Copy();
        recovered.Asked.Clear();
        foreach (var channel in AlarmChannel.All.Where(recovered.IsOpen))
        {
            recovered.Timers.Remove(channel.Name);
            recovered.Stages.Remove(channel.Name);
        }

        foreach (var alarm in open)
        {
            recovered.Timers[
                alarm.Channel.Name] = new AlarmTimer
                {
                    SinceMinute = alarm.SinceMinute,
                    OpenedMinute = alarm.RaisedMinute,
                    Peak = alarm.PeakScore
                };
            recovered.Stages[alarm.Channel.Name] = alarm.Life.Stage;
            if (alarm.AskedMinute is { } asked)
            {
                recovered.Asked[alarm.Channel.Name] = asked;
            }

            if (alarm.Cause == AlarmCause.Burst)
            {
                recovered.Burst ??= new BurstMemory(0, Math.Max(0, (alarm.Evidence.FlowRate - alarm.Evidence.ExpectedFlowRate) ?? 0), null);
            }
            else if (alarm.Cause is AlarmCause.Leak or AlarmCause.NightFlowStep)
            {
                MarkNights(recovered.Night.Nights, cells.DayAt(alarm.SinceMinute));
            }
        }

        return recovered;
    }

    private static void MarkNights(List<RememberedNight> nights, DateOnly since)
    {
        for (var i = 0; i < nights.Count; i++)
        {
            nights[i] = nights[i].Day >= since ? nights[i] with { IsUsual = false } : nights[i];
        }
    }
}
