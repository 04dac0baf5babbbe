using Whatever.Model.Alarms.Monitor;

namespace Whatever.Model.Alarms.Reconciling;

/// <summary>Finds the stored alarms whose event is still there when its span is judged again, but began at another minute.</summary>
internal static class BeginCorrections
{
    /// <param name="stored">Alarms that touch the span.</param>
    /// <param name="fromMinute">The first minute that was judged again.</param>
    /// <param name="toMinute">The last one, inclusive.</param>
    /// <param name="changes">All changes of the span.</param>
    /// <param name="open">The events that go on after it, and when each began.</param>
    /// <returns>With the minutes at which each began and was raised.</returns>
    public static IReadOnlyList<(BookEntry Entry, int SinceMinute, int RaisedMinute)> Find(
        IReadOnlyList<BookEntry> stored, int fromMinute, int toMinute, IReadOnlyList<AlarmChange> changes,
        IReadOnlyDictionary<AlarmChannel, int> open)
    {
        // Begins that an alarm has already, or is given here: no two alarms of a channel begin at the same minute.
        var taken = stored.Select(entry => (entry.Alarm.Channel, entry.Alarm.SinceMinute)).ToHashSet();
        var corrected = new List<(BookEntry, int, int)>();
        foreach (var entry in stored.Where(entry => entry.Alarm.Life.End != AlarmEnd.Withdrawn))
        {
            var alarm = entry.Alarm;
            var channel = alarm.Channel;
            var end = alarm.ClearedMinute ?? toMinute;
            if (alarm.RaisedMinute < fromMinute)
            {
                // Its opening lies before the span; only what goes on can have another begin.
                var isOver = changes.Any(change => change.IsEnd && alarm.IsOf(change));
                if (!isOver && alarm.Life.IsOpen && open.TryGetValue(channel, out var goesOn) && goesOn <= end
                    && !changes.Any(change => IsOpening(change, channel) && change.SinceMinute == goesOn) && taken.Add((channel, goesOn)))
                {
                    corrected.Add((entry, goesOn, Math.Max(goesOn, alarm.RaisedMinute)));
                }
            }
            else if (!changes.Any(change => IsOpening(change, channel) && change.SinceMinute == alarm.SinceMinute)
                && changes.FirstOrDefault(change => IsOpening(change, channel) && change.SinceMinute <= end
                    && EndOf(change, changes, toMinute) >= alarm.SinceMinute
                        && !taken.Contains((channel, change.SinceMinute))) is { } found)
            {
                taken.Add((channel, found.SinceMinute));
                corrected.Add((entry, found.SinceMinute, found.Minute));
            }
        }

        return corrected;
    }

    private static bool IsOpening(AlarmChange change, AlarmChannel channel) =>
        change.Kind == AlarmChangeKind.Opened && change.Channel == channel;

    private static int EndOf(AlarmChange opening, IReadOnlyList<AlarmChange> changes, int toMinute) =>
        changes.FirstOrDefault(
            change => change.IsEnd && change.Channel == opening.Channel && change.SinceMinute == opening.SinceMinute)?.Minute
            ?? toMinute;
}
