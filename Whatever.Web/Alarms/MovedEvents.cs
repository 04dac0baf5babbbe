using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;

namespace Whatever.Web.Alarms;

/// <summary>Finds the stored alarms whose event is still there when its span is judged again, but began at another minute.</summary>
internal static class MovedEvents
{
    /// <param name="stored">Alarms that touch the span.</param>
    /// <param name="fromMinute">The first minute that was judged again.</param>
    /// <param name="toMinute">The last one, inclusive.</param>
    /// <param name="changes">All changes of the span.</param>
    /// <param name="open">The events that go on after it, and when each began.</param>
    /// <returns>With the minutes at which each began and was raised.</returns>
    public static IReadOnlyList<(Alarm Alarm, int SinceMinute, int RaisedMinute)> Find(
        IReadOnlyList<Alarm> stored, int fromMinute, int toMinute, IReadOnlyList<AlarmChange> changes, IReadOnlyDictionary<AlarmChannel, int> open)
    {
        var taken = stored.Select(alarm => (ChannelOf(alarm), alarm.SinceMinute)).ToHashSet();
        var moved = new List<(Alarm, int, int)>();
        foreach (var alarm in stored.Where(alarm => alarm.Ended != AlarmEnd.Withdrawn))
        {
            var channel = ChannelOf(alarm);
            var end = alarm.ClearedMinute ?? toMinute;
            if (alarm.RaisedMinute < fromMinute)
            {
                // Its opening lies before the span; only what goes on can have another begin.
                var isOver = changes.Any(change => IsOf(change, channel, alarm.SinceMinute) && change.Kind is (AlarmChangeKind.Closed or AlarmChangeKind.Withdrawn));
                if (!isOver && alarm.Ended == AlarmEnd.None && open.TryGetValue(channel, out var goesOn) && goesOn <= end
                    && !changes.Any(change => IsOf(change, channel, goesOn) && change.Kind == AlarmChangeKind.Opened) && taken.Add((channel, goesOn)))
                {
                    moved.Add((alarm, goesOn, Math.Max(goesOn, alarm.RaisedMinute)));
                }
            }
            else if (!changes.Any(change => IsOpeningOf(change, channel) && change.SinceMinute == alarm.SinceMinute)
                && changes.FirstOrDefault(change => IsOpeningOf(change, channel) && change.SinceMinute <= end
                    && EndOf(change, changes, toMinute) >= alarm.SinceMinute && !taken.Contains((channel, change.SinceMinute))) is { } found)
            {
                taken.Add((channel, found.SinceMinute));
                moved.Add((alarm, found.SinceMinute, found.Minute));
            }
        }

        return moved;
    }

    private static AlarmChannel ChannelOf(Alarm alarm) => new(alarm.Cause, alarm.Quantity);

    private static bool IsOf(AlarmChange change, AlarmChannel channel, int since) => new AlarmChannel(change.Cause, change.Quantity) == channel && change.SinceMinute == since;

    private static bool IsOpeningOf(AlarmChange change, AlarmChannel channel) =>
        change.Kind == AlarmChangeKind.Opened && new AlarmChannel(change.Cause, change.Quantity) == channel;

    private static int EndOf(AlarmChange opening, IReadOnlyList<AlarmChange> changes, int toMinute) => changes.FirstOrDefault(change =>
        change.Kind is AlarmChangeKind.Closed or AlarmChangeKind.Withdrawn && (change.Cause, change.Quantity, change.SinceMinute) == (opening.Cause, opening.Quantity, opening.SinceMinute))
        ?.Minute ?? toMinute;
}
