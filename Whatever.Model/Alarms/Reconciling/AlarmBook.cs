using Whatever.Model.Outliers;

namespace Whatever.Model.Alarms.Reconciling;

/// <summary>The alarms of a sensor while they are reconciled, and the commands so far.</summary>
internal sealed class AlarmBook(IEnumerable<StoredAlarm> stored)
{
    private readonly List<AlarmCommand> commands = [];

    /// <summary>In the order given; what is opened comes last.</summary>
    public List<BookEntry> Entries { get; } = [.. stored.Select(alarm => new BookEntry(alarm))];

    public IReadOnlyList<AlarmCommand> Commands => commands;

    /// <summary>
    /// What is known already is told by the alarm itself: an opening before its end, an end before it was raised the last time.
    /// </summary>
    public void Apply(AlarmChange change)
    {
        var entry = Entries.Find(candidate => candidate.Alarm.IsOf(change));
        var alarm = entry?.Alarm;
        switch (change.Kind)
        {
            case AlarmChangeKind.Opened when alarm is null:
                Open(change);
                break;
            case AlarmChangeKind.Opened when change.Minute > alarm!.ClearedMinute:
                var risen = alarm with { Evidence = change.Evidence, PeakScore = Math.Max(alarm.PeakScore, change.Score) };
                Reopen(entry!, risen, change.Minute, change.Stage);
                break;
            case AlarmChangeKind.Opened when alarm!.Life.IsOpen:
            case AlarmChangeKind.StageRose when alarm is not null:
                Escalate(entry!, change);
                break;
            case AlarmChangeKind.Measured when alarm?.Life.IsOpen == true:
                Measure(entry!, change);
                break;
            case AlarmChangeKind.Closed when change.Minute >= alarm?.RaisedMinute && change.Minute != alarm.ClearedMinute:
                Close(entry!, change.Minute, change.Score);
                break;
            case AlarmChangeKind.Learned when change.Minute >= alarm?.RaisedMinute && change.Minute != alarm.ClearedMinute:
                Close(entry!, change.Minute, change.Score, AlarmCommandKind.Learn);
                break;
            case AlarmChangeKind.Asked when alarm?.Life.IsOpen == true && alarm.AskedMinute != change.Minute:
                Command(AlarmCommandKind.Ask, entry!, alarm with { AskedMinute = change.Minute }, change.Minute);
                break;
            case AlarmChangeKind.Withdrawn when alarm is not null:
                Withdraw(entry!, change.Minute);
                break;
        }
    }

    public void Move(BookEntry entry, int since, int raised) =>
        Command(AlarmCommandKind.Move, entry, entry.Alarm with { SinceMinute = since, RaisedMinute = raised }, since);

    /// <summary>Its end was none; it keeps its stage.</summary>
    public void Reopen(BookEntry entry, int minute) => Reopen(entry, entry.Alarm, minute, OutlierStage.Normal);

    public void Withdraw(BookEntry entry, int minute)
    {
        if (entry.Alarm.Life.Withdraw().Next is { } life)
        {
            Command(
                AlarmCommandKind.Withdraw, entry, entry.Alarm with { Life = life, ClearedMinute = entry.Alarm.ClearedMinute ?? minute },
                minute);
        }
    }

    /// <summary>The end of an event that is over already may be another minute than was thought.</summary>
    public void Close(BookEntry entry, int minute, double score, AlarmCommandKind kind = AlarmCommandKind.Close)
    {
        var alarm = entry.Alarm;
        if (alarm.Life.End != AlarmEnd.Withdrawn)
        {
            var closed = alarm with
            {
                Life = alarm.Life.Clear().Next ?? alarm.Life,
                ClearedMinute = minute,
                PeakScore = Math.Max(alarm.PeakScore, score),
            };
            Command(kind, entry, closed, minute);
        }
    }

    private void Open(AlarmChange change)
    {
        var alarm = new StoredAlarm(
            change.Cause, change.Quantity, change.SinceMinute, change.Minute, null, change.Score, change.Evidence,
            new AlarmLife(change.Stage));
        Entries.Add(new BookEntry(alarm));
        commands.Add(new AlarmCommand(AlarmCommandKind.Open, null, alarm, change.Minute));
    }

    private void Reopen(BookEntry entry, StoredAlarm risen, int minute, OutlierStage stage)
    {
        if (risen.Life.Reopen(stage).Next is { } life)
        {
            var again = risen with { Life = life, RaisedMinute = minute, ClearedMinute = null, AskedMinute = null };
            Command(AlarmCommandKind.Reopen, entry, again, minute);
        }
    }

    /// <summary>Late readings may show a higher stage of an event that is over: it is taken down, and nobody is called.</summary>
    private void Escalate(BookEntry entry, AlarmChange change)
    {
        var alarm = entry.Alarm;
        var late = alarm.Life.End == AlarmEnd.Cleared && change.Stage > alarm.Life.Stage ? alarm.Life with { Stage = change.Stage } : null;
        if ((alarm.Life.RaiseStage(change.Stage).Next ?? late) is { } life)
        {
            var risen = alarm with { Life = life, PeakScore = Math.Max(alarm.PeakScore, change.Score), Evidence = change.Evidence };
            Command(AlarmCommandKind.Escalate, entry, risen, change.Minute);
        }
    }

    /// <summary>Who looks at it sees how large it is now.</summary>
    private void Measure(BookEntry entry, AlarmChange change)
    {
        var alarm = entry.Alarm;
        var measured = alarm with { Evidence = change.Evidence, PeakScore = Math.Max(alarm.PeakScore, change.Score) };
        if (measured != alarm)
        {
            Command(AlarmCommandKind.Measure, entry, measured, change.Minute);
        }
    }

    private void Command(AlarmCommandKind kind, BookEntry entry, StoredAlarm after, int minute)
    {
        commands.Add(new AlarmCommand(kind, entry.Alarm, after, minute));
        entry.Alarm = after;
    }
}

/// <summary>An alarm in the book, as the commands so far leave it.</summary>
internal sealed class BookEntry(StoredAlarm alarm)
{
    public StoredAlarm Alarm { get; set; } = alarm;
}
