using Whatever.Model.Outliers;
using Whatever.Model.Problems;

namespace Whatever.Model.Alarms;

/// <summary>How an alarm's event ended.</summary>
public enum AlarmEnd
{
    /// <summary>It goes on.</summary>
    None = 0,

    /// <summary>It was over for its off-delay.</summary>
    Cleared = 1,

    /// <summary>It never was.</summary>
    Withdrawn = 2,
}

/// <summary>What a command led to: the next life, or why not.</summary>
/// <param name="Next">Null where the command was refused.</param>
/// <param name="Problem">Null where it was done.</param>
public sealed record AlarmStep(AlarmLife? Next, Problem? Problem);

/// <summary>
/// The life of one alarm, as a value: every command gives the next one. The state follows from the facts, so that no two of them can
/// contradict each other. The vocabulary is that of ANSI/ISA-18.2-2016 (annunciated, acknowledged, returned to normal, shelved).
/// </summary>
/// <param name="Stage">The highest so far; never <see cref="OutlierStage.Normal"/>.</param>
public sealed record AlarmLife(OutlierStage Stage)
{
    /// <summary>The longest that an alarm can be put aside at one time: longer, and a shift inherits what it never saw.</summary>
    public static readonly TimeSpan LongestShelf = TimeSpan.FromHours(24);

    /// <summary>Letters that a note may have.</summary>
    public const int LongestNote = 500;

    /// <summary>Who took it on; null for nobody, or for somebody who did so before it got worse.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When <see cref="AcknowledgedBy"/> did.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When a person said that it is to stay open, however long it lasts; null where nobody did.</summary>
    public DateTimeOffset? KeptAt { get; init; }

    /// <summary>Until when it is put aside; null where it is not.</summary>
    public DateTimeOffset? ShelvedUntil { get; init; }

    /// <summary>Whether and how the event ended.</summary>
    public AlarmEnd End { get; init; }

    /// <summary>What a person found; null where nobody said.</summary>
    public AlarmVerdict? Verdict { get; init; }

    /// <summary>An alarm on the shelf stays there until its end, also when its event is over.</summary>
    public AlarmState State =>
        End == AlarmEnd.Withdrawn ? AlarmState.Withdrawn
        : ShelvedUntil is not null ? AlarmState.Shelved
        : End == AlarmEnd.Cleared ? AlarmState.Cleared
        : AcknowledgedAt is not null ? AlarmState.Acknowledged : AlarmState.Raised;

    /// <summary>Whether the event goes on.</summary>
    public bool IsOpen => End == AlarmEnd.None;

    /// <summary>
    /// The event reached a higher stage. Who acknowledged it did so on other grounds: it is raised again. On the shelf it stays where it is
    /// and comes back raised.
    /// </summary>
    public AlarmStep RaiseStage(OutlierStage stage) => this switch
    {
        { IsOpen: false } => No(new Problem("alarm.over")),
        _ when stage <= Stage => No(new Problem("alarm.stage-not-higher")),
        _ => Yes(this with { Stage = stage, AcknowledgedAt = null, AcknowledgedBy = null }),
    };

    /// <summary>The same event again after its end: nobody knows of it any more. A shelf goes on.</summary>
    public AlarmStep Reopen(OutlierStage stage) => IsOpen
        ? No(new Problem("alarm.open"))
        : Yes(
            this with
            {
                End = AlarmEnd.None,
                Stage = stage > Stage ? stage : Stage,
                AcknowledgedAt = null,
                AcknowledgedBy = null,
                KeptAt = null,
            });

    /// <summary>The event is over. An alarm on the shelf leaves it at the shelf's end.</summary>
    public AlarmStep Clear() => IsOpen ? Yes(this with { End = AlarmEnd.Cleared }) : No(new Problem("alarm.over"));

    /// <summary>There was no such event. There is nothing left to put aside, either.</summary>
    public AlarmStep Withdraw() =>
        End == AlarmEnd.Withdrawn ? No(new Problem("alarm.withdrawn")) : Yes(this with { End = AlarmEnd.Withdrawn, ShelvedUntil = null });

    /// <summary>A person takes the alarm on.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    /// <param name="note">At most <see cref="LongestNote"/> letters; null or empty for none.</param>
    /// <param name="now">The time of it.</param>
    public AlarmStep Acknowledge(string? who, string? note, DateTimeOffset now) =>
        RefuseWords(who, note) is [var problem, ..] ? No(problem) : this switch
        {
            { State: AlarmState.Shelved } => No(new Problem("alarm.shelved")),
            { IsOpen: false } => No(new Problem("alarm.over-acknowledge")),
            { State: AlarmState.Acknowledged } => No(new Problem("alarm.acknowledged", AcknowledgedBy)),
            _ => Yes(this with { AcknowledgedAt = now, AcknowledgedBy = who!.Trim() }),
        };

    /// <summary>A person says that it stays open: it is not learned as what is normal, however long it lasts.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    /// <param name="note">At most <see cref="LongestNote"/> letters; null or empty for none.</param>
    /// <param name="now">The time of it.</param>
    public AlarmStep Keep(string? who, string? note, DateTimeOffset now) =>
        RefuseWords(who, note) is [var problem, ..] ? No(problem) : this switch
        {
            { IsOpen: false } => No(new Problem("alarm.over-keep")),
            { KeptAt: not null } => No(new Problem("alarm.kept")),
            _ => Yes(this with { KeptAt = now }),
        };

    /// <summary>A person puts the alarm aside, or changes how long.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    /// <param name="until">After <paramref name="now"/>, by <see cref="LongestShelf"/> at most.</param>
    /// <param name="note">At most <see cref="LongestNote"/> letters; null or empty for none.</param>
    /// <param name="now">The time of it.</param>
    public AlarmStep Shelve(string? who, DateTimeOffset until, string? note, DateTimeOffset now) =>
        RefuseWords(who, note) is [var problem, ..] ? No(problem) : this switch
        {
            { IsOpen: false } => No(new Problem("alarm.over-shelve")),
            _ when RefuseShelf(until, now) is { } wrong => No(wrong),
            _ => Yes(this with { ShelvedUntil = until }),
        };

    /// <summary>A person takes the alarm back before the shelf's end.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    public AlarmStep Unshelve(string? who) => RefuseWords(who, null) is [var problem, ..] ? No(problem) : EndShelf();

    /// <summary>The shelf's time is over: raised, acknowledged or cleared, as the alarm is beneath.</summary>
    /// <param name="now">The time of it.</param>
    public AlarmStep RunOutShelf(DateTimeOffset now) => ShelvedUntil > now ? No(new Problem("alarm.shelf-runs")) : EndShelf();

    /// <summary>A person says what it was: at any time, also after its end; it may be changed.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    /// <param name="verdict">What was found.</param>
    /// <param name="note">At most <see cref="LongestNote"/> letters; null or empty for none.</param>
    public AlarmStep Judge(string? who, AlarmVerdict verdict, string? note) =>
        RefuseWords(who, note) is [var problem, ..] ? No(problem) : Yes(this with { Verdict = verdict });

    /// <summary>A person writes something down: at any time. The life stays the same.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    /// <param name="text">1 to <see cref="LongestNote"/> letters.</param>
    public AlarmStep Comment(string? who, string? text) =>
        RefuseComment(who, text) is [var problem, ..] ? No(problem) : Yes(this);

    /// <summary>Whether a shelf can have that end, whatever the alarm's state.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static Problem? RefuseShelf(DateTimeOffset until, DateTimeOffset now)
    {
        if (until <= now)
        {
            return new Problem("alarm.shelf-past").At("until");
        }

        return until - now > LongestShelf
            ? new Problem("alarm.shelf-too-long", LongestShelf.TotalHours).At("until")
            : null;
    }

    /// <summary>Whether a person said who, and something but not too much, whatever the alarm's state.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    /// <param name="text">1 to <see cref="LongestNote"/> letters.</param>
    /// <returns>All that is wrong; empty where nothing is.</returns>
    public static IReadOnlyList<Problem> RefuseComment(string? who, string? text) => string.IsNullOrWhiteSpace(text)
        ? [.. RefuseWords(who, null), new Problem("alarm.comment-empty").At("note")]
        : RefuseWords(who, text);

    /// <summary>Whether a person said who, and not too much, whatever the alarm's state.</summary>
    /// <param name="who">1 to <see cref="Signatory.Longest"/> letters.</param>
    /// <param name="note">At most <see cref="LongestNote"/> letters; null or empty for none.</param>
    /// <returns>All that is wrong; empty where nothing is.</returns>
    public static IReadOnlyList<Problem> RefuseWords(string? who, string? note)
    {
        var problems = new List<Problem>();
        if (Signatory.Refuse(who) is { } problem)
        {
            problems.Add(problem);
        }

        if (note?.Trim().Length > LongestNote)
        {
            problems.Add(new Problem("alarm.note-too-long", LongestNote).At("note"));
        }

        return problems;
    }

    private static AlarmStep Yes(AlarmLife next) => new(next, null);

    private static AlarmStep No(Problem problem) => new(null, problem);

    private AlarmStep EndShelf() => ShelvedUntil is null ? No(new Problem("alarm.not-shelved")) : Yes(this with { ShelvedUntil = null });
}
