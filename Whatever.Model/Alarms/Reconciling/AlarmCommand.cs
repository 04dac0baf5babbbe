namespace Whatever.Model.Alarms.Reconciling;

/// <summary>What has to be done with a stored alarm.</summary>
public enum AlarmCommandKind
{
    /// <summary>There is a new one.</summary>
    Open,

    /// <summary>It reached a higher stage.</summary>
    Escalate,

    /// <summary>Its numbers of now are others. Nobody is called.</summary>
    Measure,

    /// <summary>Its event came again, or did not end when it was thought to.</summary>
    Reopen,

    /// <summary>Its event began, and was raised, at another minute.</summary>
    Move,

    /// <summary>Its event is over, or was over at another minute than was thought.</summary>
    Close,

    /// <summary>There was no such event.</summary>
    Withdraw,

    /// <summary>It stands for long: persons are asked whether it is what is normal now.</summary>
    Ask,

    /// <summary>What it is about is normal from now on: it is over.</summary>
    Learn,
}

/// <summary>One thing to store of one alarm; commands are carried out in the order in which they are given.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Before">The alarm as it was stored, or as an earlier command of the same list left it; null where it is new.</param>
/// <param name="After">The alarm as it has to be stored.</param>
/// <param name="Minute">The minute that the alarm's log names, minutes since 1970-01-01T00:00Z.</param>
public sealed record AlarmCommand(AlarmCommandKind Kind, StoredAlarm? Before, StoredAlarm After, int Minute)
{
    /// <summary>Whether somebody had taken it on before it got worse: then it is raised again.</summary>
    public bool TakesBackAcknowledgement =>
        Kind == AlarmCommandKind.Escalate && Before is { Life: { IsOpen: true, AcknowledgedAt: not null } };
}
