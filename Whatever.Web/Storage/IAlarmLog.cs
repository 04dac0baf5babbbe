using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;

namespace Whatever.Web.Storage;

/// <summary>How much was new.</summary>
/// <param name="Changes">Lines written; with any the caller publishes <see cref="ChangeKind.Alarms"/> once it has committed.</param>
/// <param name="Deliveries">Messages queued; with any the caller publishes <see cref="ChangeKind.Deliveries"/> once it has
/// committed.</param>
public readonly record struct AlarmLogResult(int Changes, int Deliveries);

/// <summary>Takes down what happened to alarms. Stands here so that who judges readings need not know who keeps alarms.</summary>
public interface IAlarmLog
{
    /// <summary>
    /// Stores changes in the caller's transaction, in the order given. A change that was stored already changes nothing; an event that is
    /// opened again after its end (same cause, quantity and begin, another minute) is the same alarm.
    /// </summary>
    /// <param name="db">With a transaction.</param>
    /// <param name="sensorKey">Null for the alarm of many sensors.</param>
    /// <param name="changes">In ascending order of minutes.</param>
    /// <param name="now">The time of it.</param>
    AlarmLogResult Apply(StationDbContext db, int? sensorKey, IReadOnlyList<AlarmChange> changes, DateTimeOffset now);

    /// <summary>
    /// Stores what a span was found to hold when it was judged again: alarms that were raised in it and are not among the changes are
    /// withdrawn, ends in it that are not among them were none. An event whose begin turns out to be another minute stays the alarm that it
    /// was, with all that persons said of it; one that does not go on after the span is over with it.
    /// </summary>
    /// <param name="db">With a transaction.</param>
    /// <param name="sensorKey">Null for the alarm of many sensors.</param>
    /// <param name="fromMinute">The first minute that was judged again.</param>
    /// <param name="toMinute">The last one, inclusive.</param>
    /// <param name="changes">All changes of the span, in ascending order of minutes.</param>
    /// <param name="open">The events that go on after the span, and when each began.</param>
    /// <param name="now">The time of it.</param>
    AlarmLogResult ApplySpan(
        StationDbContext db, int? sensorKey, int fromMinute, int toMinute, IReadOnlyList<AlarmChange> changes,
        IReadOnlyDictionary<AlarmChannel, int> open, DateTimeOffset now);

    /// <summary>Tells of alarms that were history when they were found and go on today, in the caller's transaction.</summary>
    /// <param name="db">With a transaction.</param>
    /// <param name="sensorKeys">The sensors that are known up to now.</param>
    /// <param name="now">The time of it.</param>
    /// <returns>Of the sensors of which something was told.</returns>
    IReadOnlyList<(int SensorKey, AlarmLogResult Result)> NotifyOpen(StationDbContext db, IReadOnlySet<int> sensorKeys, DateTimeOffset now);
}
