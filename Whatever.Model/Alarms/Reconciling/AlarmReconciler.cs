using Whatever.Model.Alarms.Monitor;

namespace Whatever.Model.Alarms.Reconciling;

/// <summary>
/// Relates what the readings show to the alarms that are stored: stored alarms and changes in, commands out. Knows no clock and no
/// database, so that the same alarms and changes give the same commands. What is stored already commands nothing.
/// </summary>
public static class AlarmReconciler
{
    /// <summary>Goes on from what is stored.</summary>
    /// <param name="stored">The alarms of one sensor, at least those whose cause, quantity and begin a change names.</param>
    /// <param name="changes">Of the sensor, in ascending order of minutes.</param>
    public static IReadOnlyList<AlarmCommand> GoOn(IEnumerable<StoredAlarm> stored, IEnumerable<AlarmChange> changes)
    {
        var book = new AlarmBook(stored);
        foreach (var change in changes)
        {
            book.Apply(change);
        }

        return book.Commands;
    }

    /// <summary>
    /// Puts right what a span was found to hold when it was judged again. Alarms that were raised in it and are not among the changes are
    /// withdrawn; ends in it that are not among them were none. An event whose begin turns out to be another minute stays the alarm that it
    /// was, with all that persons said of it; one that does not go on after the span is over with it.
    /// </summary>
    /// <param name="stored">The alarms of one sensor, at least those that touch the span and those whose cause, quantity and begin a change
    /// names.</param>
    /// <param name="fromMinute">The first minute that was judged again, minutes since 1970-01-01T00:00Z.</param>
    /// <param name="toMinute">The last one, inclusive.</param>
    /// <param name="changes">All changes of the span, in ascending order of minutes.</param>
    /// <param name="open">The events that go on after the span, and when each began.</param>
    public static IReadOnlyList<AlarmCommand> Replay(
        IEnumerable<StoredAlarm> stored, int fromMinute, int toMinute, IReadOnlyList<AlarmChange> changes,
        IReadOnlyDictionary<AlarmChannel, int> open)
    {
        var book = new AlarmBook(stored);
        var concerned = book.Entries.Where(entry => entry.Alarm.Touches(fromMinute, toMinute)).ToList();
        foreach (var (entry, since, raised) in BeginCorrections.Find(concerned, fromMinute, toMinute, changes, open))
        {
            book.Move(entry, since, raised);
        }

        foreach (var entry in concerned)
        {
            var alarm = entry.Alarm;
            var own = changes.Where(alarm.IsOf).ToList();
            var opened = own.FindLast(change => change.Kind == AlarmChangeKind.Opened);
            if (alarm.Life.End != AlarmEnd.Withdrawn && alarm.RaisedMinute >= fromMinute && opened is null)
            {
                book.Withdraw(entry, toMinute);
            }
            else if (alarm.ClearedMinute <= toMinute && IsOpenAfterAll(alarm, own, open))
            {
                book.Reopen(entry, opened?.Minute ?? alarm.RaisedMinute);
            }
        }

        foreach (var change in changes)
        {
            book.Apply(change);
        }

        // No timer would ever end what is left.
        foreach (var entry in concerned.Where(entry => entry.Alarm.Life.IsOpen && !GoesOn(entry.Alarm, open)))
        {
            book.Close(entry, toMinute, entry.Alarm.PeakScore);
        }

        return book.Commands;
    }

    /// <summary>One that was withdrawn is opened before its new end is stored.</summary>
    private static bool IsOpenAfterAll(StoredAlarm alarm, List<AlarmChange> own, IReadOnlyDictionary<AlarmChannel, int> open) =>
        alarm.Life.End == AlarmEnd.Withdrawn
        ? own.Exists(change => change.Kind == AlarmChangeKind.Opened) && own[^1].Kind != AlarmChangeKind.Withdrawn
        : GoesOn(alarm, open);

    private static bool GoesOn(StoredAlarm alarm, IReadOnlyDictionary<AlarmChannel, int> open) =>
        open.TryGetValue(alarm.Channel, out var since) && since == alarm.SinceMinute;
}
