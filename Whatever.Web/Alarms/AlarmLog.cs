using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Alarms.Reconciling;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>
/// The only writer of alarms and their log: what the station finds comes here by <see cref="IAlarmLog"/>, what persons do by
/// <see cref="AlarmEditor"/>. What has to be done says <see cref="AlarmReconciler"/>; here it is stored.
/// </summary>
public sealed class AlarmLog : IAlarmLog
{
    public AlarmLogResult Apply(StationDbContext db, int? sensorKey, IReadOnlyList<AlarmChange> changes, DateTimeOffset now)
    {
        if (changes.Count == 0)
        {
            return default;
        }

        var writer = new AlarmWriter(db, sensorKey, now);
        writer.Write(AlarmReconciler.GoOn(writer.Load(NamedBy(db, sensorKey, changes)), changes));
        return writer.Result;
    }

    public AlarmLogResult ApplySpan(
        StationDbContext db, int? sensorKey, int fromMinute, int toMinute, IReadOnlyList<AlarmChange> changes,
        IReadOnlyDictionary<AlarmChannel, int> open, DateTimeOffset now)
    {
        var writer = new AlarmWriter(db, sensorKey, now);
        var concerned = db.Alarms.Where(alarm =>
            alarm.SensorKey == sensorKey && alarm.RaisedMinute <= toMinute
                && (alarm.ClearedMinute == null || alarm.ClearedMinute >= fromMinute)).ToList();
        var named = NamedBy(db, sensorKey, changes).Except(concerned);
        writer.Write(AlarmReconciler.Replay(writer.Load([.. concerned, .. named]), fromMinute, toMinute, changes, open));
        return writer.Result;
    }

    public IReadOnlyList<(int SensorKey, AlarmLogResult Result)> NotifyOpen(
        StationDbContext db, IReadOnlySet<int> sensorKeys, DateTimeOffset now)
    {
        var results = new List<(int, AlarmLogResult)>();
        foreach (var alarm in db.Alarms.Where(alarm => alarm.IsHistory && alarm.Ended == AlarmEnd.None && alarm.SensorKey != null).ToList())
        {
            if (sensorKeys.Contains(alarm.SensorKey!.Value))
            {
                var writer = new AlarmWriter(db, alarm.SensorKey, now);
                writer.Notify(alarm);
                results.Add((alarm.SensorKey.Value, writer.Result));
            }
        }

        return results;
    }

    /// <summary>Stores what a command of a person, or the end of a shelf, led to.</summary>
    internal static void Write(StationDbContext db, Alarm alarm, AlarmLife life, AlarmEntry entry)
    {
        alarm.Take(life);
        db.AlarmEntries.Add(entry);
        db.SaveChanges();
    }

    /// <summary>The alarms of the events that changes are about.</summary>
    private static List<Alarm> NamedBy(StationDbContext db, int? sensorKey, IReadOnlyList<AlarmChange> changes)
    {
        var begins = changes.Select(change => change.SinceMinute).Distinct().ToList();
        return begins.Count == 0 ? [] : [.. db.Alarms.Where(alarm => alarm.SensorKey == sensorKey && begins.Contains(alarm.SinceMinute))];
    }
}
