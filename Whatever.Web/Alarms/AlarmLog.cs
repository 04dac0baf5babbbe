using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>
/// The only writer of alarms and their log: what the station finds comes here by <see cref="IAlarmLog"/>, what persons do by <see cref="AlarmEditor"/>.
/// </summary>
public sealed class AlarmLog : IAlarmLog
{
    /// <summary>Readings this old are history; nobody is told of what they show.</summary>
    public const int HistoryMinutes = 1440;

    public AlarmLogResult Apply(StationDbContext db, int? sensorKey, IEnumerable<AlarmChange> changes, DateTimeOffset now)
    {
        var writing = new Writing(db, sensorKey, now);
        foreach (var change in changes)
        {
            writing.Apply(change);
        }

        return writing.Result;
    }

    public AlarmLogResult ApplySpan(
        StationDbContext db, int? sensorKey, int fromMinute, int toMinute, IReadOnlyList<AlarmChange> changes, IReadOnlyDictionary<AlarmChannel, int> open, DateTimeOffset now)
    {
        var writing = new Writing(db, sensorKey, now);
        var concerned = db.Alarms.Where(alarm =>
            alarm.SensorKey == sensorKey && alarm.RaisedMinute <= toMinute && (alarm.ClearedMinute == null || alarm.ClearedMinute >= fromMinute)).ToList();
        foreach (var (alarm, since, raised) in MovedEvents.Find(concerned, fromMinute, toMinute, changes, open))
        {
            writing.Move(alarm, since, raised);
        }

        foreach (var alarm in concerned)
        {
            var own = changes.Where(change => IsOf(change, alarm)).ToList();
            var opened = own.FindLast(change => change.Kind == AlarmChangeKind.Opened);
            if (alarm.Ended != AlarmEnd.Withdrawn && alarm.RaisedMinute >= fromMinute && opened is null)
            {
                writing.Withdraw(alarm, toMinute);
            }
            else if (alarm.ClearedMinute <= toMinute && IsOpenAfterAll(alarm, own, open))
            {
                writing.Open(alarm, opened?.Minute ?? alarm.RaisedMinute);
            }
        }

        foreach (var change in changes)
        {
            writing.Apply(change);
        }

        // No timer would ever end what is left.
        foreach (var alarm in concerned.Where(alarm => alarm.Ended == AlarmEnd.None && !GoesOn(alarm, open)))
        {
            writing.Close(alarm, toMinute, alarm.PeakScore);
        }

        return writing.Result;
    }

    public IReadOnlyList<(int SensorKey, AlarmLogResult Result)> TellOfOpen(StationDbContext db, IReadOnlySet<int> sensorKeys, DateTimeOffset now)
    {
        var results = new List<(int, AlarmLogResult)>();
        foreach (var alarm in db.Alarms.Where(alarm => alarm.IsHistory && alarm.Ended == AlarmEnd.None && alarm.SensorKey != null).ToList())
        {
            if (sensorKeys.Contains(alarm.SensorKey!.Value))
            {
                var writing = new Writing(db, alarm.SensorKey, now);
                writing.Tell(alarm);
                results.Add((alarm.SensorKey.Value, writing.Result));
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

    /// <summary>One that was withdrawn is opened before its new end is stored.</summary>
    private static bool IsOpenAfterAll(Alarm alarm, List<AlarmChange> own, IReadOnlyDictionary<AlarmChannel, int> open) => alarm.Ended == AlarmEnd.Withdrawn
        ? own.Exists(change => change.Kind == AlarmChangeKind.Opened) && own[^1].Kind != AlarmChangeKind.Withdrawn
        : GoesOn(alarm, open);

    private static bool GoesOn(Alarm alarm, IReadOnlyDictionary<AlarmChannel, int> open) =>
        open.TryGetValue(new(alarm.Cause, alarm.Quantity), out var since) && since == alarm.SinceMinute;

    private static bool IsOf(AlarmChange change, Alarm alarm) =>
        change.Cause == alarm.Cause && change.Quantity == alarm.Quantity && change.SinceMinute == alarm.SinceMinute;

    private sealed class Writing(StationDbContext db, int? sensorKey, DateTimeOffset now)
    {
        private readonly AlarmMessages messages = new(db, sensorKey, now);
        private int lines;

        public AlarmLogResult Result => new(lines, messages.Queued);

        /// <summary>What is known already is told by the alarm itself: an opening before its end, an end before it was raised the last time.</summary>
        public void Apply(AlarmChange change)
        {
            var alarm = Find(change.Cause, change.Quantity, change.SinceMinute);
            switch (change.Kind)
            {
                case AlarmChangeKind.Opened when alarm is null:
                    Create(change);
                    break;
                case AlarmChangeKind.Opened when change.Minute > alarm!.ClearedMinute:
                    alarm.Take(change.Evidence);
                    alarm.PeakScore = Math.Max(alarm.PeakScore, change.Score);
                    Open(alarm, change.Minute, change.Stage);
                    break;
                case AlarmChangeKind.Opened when alarm!.Ended == AlarmEnd.None:
                case AlarmChangeKind.StageRose when alarm is not null:
                    Rise(alarm, change);
                    break;
                case AlarmChangeKind.Measured when alarm?.Ended == AlarmEnd.None:
                    Measure(alarm, change);
                    break;
                case AlarmChangeKind.Closed when change.Minute >= alarm?.RaisedMinute && change.Minute != alarm.ClearedMinute:
                    Close(alarm, change.Minute, change.Score);
                    break;
                case AlarmChangeKind.Withdrawn when alarm is not null:
                    Withdraw(alarm, change.Minute);
                    break;
            }
        }

        public void Withdraw(Alarm alarm, int minute)
        {
            if (alarm.Life.Withdraw().Next is { } life)
            {
                alarm.ClearedMinute ??= minute;
                Save(alarm, life, Entry(alarm, AlarmEntryKind.Withdrawn, minute));
            }
        }

        /// <summary>The event came again, or did not end when it was thought to.</summary>
        public void Open(Alarm alarm, int minute, OutlierStage stage = OutlierStage.Normal)
        {
            if (alarm.Life.Reopen(stage).Next is { } life)
            {
                (alarm.RaisedMinute, alarm.ClearedMinute) = (minute, null);
                Save(alarm, life, Entry(alarm, AlarmEntryKind.Opened, minute, life));
            }
        }

        private void Create(AlarmChange change)
        {
            var alarm = new Alarm
            {
                SensorKey = sensorKey,
                Cause = change.Cause,
                Quantity = change.Quantity,
                SinceMinute = change.SinceMinute,
                RaisedMinute = change.Minute,
                PeakScore = change.Score,
                IsHistory = StationClock.MinuteOf(now) - change.Minute > HistoryMinutes,
            };
            var life = new AlarmLife(change.Stage);
            alarm.Take(change.Evidence);
            alarm.Take(life);
            db.Alarms.Add(alarm);
            db.SaveChanges();
            Save(alarm, life, Entry(alarm, AlarmEntryKind.Opened, change.Minute, life));
        }

        /// <summary>Late readings may show a higher stage of an event that is over: it is taken down, and nobody is called.</summary>
        private void Rise(Alarm alarm, AlarmChange change)
        {
            var wasAcknowledged = alarm is { AcknowledgedAt: not null, Ended: AlarmEnd.None };
            var late = alarm.Ended == AlarmEnd.Cleared && change.Stage > alarm.Stage ? alarm.Life with { Stage = change.Stage } : null;
            if ((alarm.Life.RaiseStage(change.Stage).Next ?? late) is not { } life)
            {
                return;
            }

            alarm.PeakScore = Math.Max(alarm.PeakScore, change.Score);
            alarm.Take(change.Evidence);
            Save(alarm, life, Entry(alarm, AlarmEntryKind.StageRose, change.Minute, life));
            if (wasAcknowledged)
            {
                db.AlarmEntries.Add(Entry(alarm, AlarmEntryKind.RaisedAgain, change.Minute));
                db.SaveChanges();
            }
        }

        /// <summary>Who looks at it sees how large it is now; nobody is told.</summary>
        private void Measure(Alarm alarm, AlarmChange change)
        {
            var peak = Math.Max(alarm.PeakScore, change.Score);
            if (alarm.Evidence != change.Evidence || peak > alarm.PeakScore)
            {
                alarm.Take(change.Evidence);
                alarm.PeakScore = peak;
                db.SaveChanges();
                lines++;
            }
        }

        /// <summary>The end of an event that is over already is another minute than was thought.</summary>
        public void Close(Alarm alarm, int minute, double score)
        {
            if (alarm.Ended != AlarmEnd.Withdrawn)
            {
                alarm.ClearedMinute = minute;
                alarm.PeakScore = Math.Max(alarm.PeakScore, score);
                Save(alarm, alarm.Life.Clear().Next ?? alarm.Life, Entry(alarm, AlarmEntryKind.Cleared, minute));
            }
        }

        public void Move(Alarm alarm, int since, int raised)
        {
            (alarm.SinceMinute, alarm.RaisedMinute) = (since, raised);
            Save(alarm, alarm.Life, Entry(alarm, AlarmEntryKind.BeginCorrected, since));
        }

        /// <summary>It was history and goes on today.</summary>
        public void Tell(Alarm alarm)
        {
            alarm.IsHistory = false;
            db.SaveChanges();
            lines++;
            messages.Queue(alarm);
        }

        private Alarm? Find(AlarmCause cause, Quantity? quantity, int since) => db.Alarms.SingleOrDefault(alarm =>
            alarm.SensorKey == sensorKey && alarm.Cause == cause && alarm.Quantity == quantity && alarm.SinceMinute == since);

        private void Save(Alarm alarm, AlarmLife life, AlarmEntry entry)
        {
            alarm.Take(life);
            alarm.Revision++;
            db.AlarmEntries.Add(entry);
            db.SaveChanges();
            lines++;
            messages.Queue(alarm);
        }

        private AlarmEntry Entry(Alarm alarm, AlarmEntryKind kind, int minute, AlarmLife? life = null) =>
            new() { AlarmId = alarm.Id, Kind = kind, At = now, Minute = minute, Stage = life?.Stage };
    }
}
