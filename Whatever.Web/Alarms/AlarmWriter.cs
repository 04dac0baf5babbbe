using Whatever.Model.Alarms.Reconciling;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>Carries out commands on stored alarms: the row, a line of its log and the message, in the caller's transaction.</summary>
internal sealed class AlarmWriter(StationDbContext db, int? sensorKey, DateTimeOffset now)
{
    private readonly AlarmMessages messages = new(db, sensorKey, now);

    /// <summary>The row of each alarm, by the value that the commands know it by.</summary>
    private readonly Dictionary<StoredAlarm, Alarm> rows = new(ReferenceEqualityComparer.Instance);
    private int lines;

    public AlarmLogResult Result => new(lines, messages.Queued);

    /// <summary>The alarms as values.</summary>
    public IReadOnlyList<StoredAlarm> Load(IEnumerable<Alarm> alarms)
    {
        var values = new List<StoredAlarm>();
        foreach (var alarm in alarms)
        {
            values.Add(alarm.ToStored());
            rows.Add(values[^1], alarm);
        }

        return values;
    }

    public void Write(IEnumerable<AlarmCommand> commands)
    {
        foreach (var command in commands)
        {
            Write(command);
        }
    }

    /// <summary>It was history and goes on today.</summary>
    public void Notify(Alarm alarm)
    {
        alarm.IsHistory = false;
        db.SaveChanges();
        lines++;
        messages.Queue(alarm);
    }

    private void Write(AlarmCommand command)
    {
        var alarm = command.Before is null ? Add(command.After) : rows[command.Before];
        alarm.Take(command.After);
        rows[command.After] = alarm;
        lines++;
        if (command.Kind == AlarmCommandKind.Measure)
        {
            db.SaveChanges();
            return;
        }

        // What is asked of persons is no news of the event.
        var isNews = command.Kind != AlarmCommandKind.Ask;
        alarm.Revision += isNews ? 1 : 0;
        db.AlarmEntries.Add(EntryOf(alarm, command));
        db.SaveChanges();
        if (isNews)
        {
            messages.Queue(alarm);
        }

        if (command.TakesBackAcknowledgement)
        {
            db.AlarmEntries.Add(
                new AlarmEntry { AlarmId = alarm.Id, Kind = AlarmEntryKind.RaisedAgain, At = now, Minute = command.Minute });
            db.SaveChanges();
        }
    }

    /// <summary>Its id has to be known before its log begins.</summary>
    private Alarm Add(StoredAlarm opened)
    {
        var alarm = new Alarm
        {
            SensorKey = sensorKey,
            IsHistory = StationClock.MinuteOf(now) - opened.RaisedMinute > History.Minutes,
        };
        alarm.Take(opened);
        db.Alarms.Add(alarm);
        db.SaveChanges();
        return alarm;
    }

    private AlarmEntry EntryOf(Alarm alarm, AlarmCommand command)
    {
        var kind = command.Kind switch
        {
            AlarmCommandKind.Open or AlarmCommandKind.Reopen => AlarmEntryKind.Opened,
            AlarmCommandKind.Escalate => AlarmEntryKind.StageRose,
            AlarmCommandKind.Move => AlarmEntryKind.BeginCorrected,
            AlarmCommandKind.Close => AlarmEntryKind.Cleared,
            AlarmCommandKind.Withdraw => AlarmEntryKind.Withdrawn,
            AlarmCommandKind.Ask => AlarmEntryKind.Asked,
            AlarmCommandKind.Learn => AlarmEntryKind.Learned,
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.Kind, "No line of the log says it."),
        };
        var saysStage = kind is AlarmEntryKind.Opened or AlarmEntryKind.StageRose;
        return new AlarmEntry
        {
            AlarmId = alarm.Id,
            Kind = kind,
            At = now,
            Minute = command.Minute,
            Stage = saysStage ? command.After.Life.Stage : null,
        };
    }
}
