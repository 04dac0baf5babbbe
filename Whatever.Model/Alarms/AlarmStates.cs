namespace Whatever.Model.Alarms;

/// <summary>Where an alarm stands. What is not yet an alarm (an event within its on-delay) is the engine's.</summary>
public enum AlarmState
{
    /// <summary>Open, and nobody said that they know.</summary>
    Raised = 0,

    /// <summary>확인: open, and a person has taken it on.</summary>
    Acknowledged = 1,

    /// <summary>보류: put aside by a person until an end.</summary>
    Shelved = 2,

    /// <summary>The event is over.</summary>
    Cleared = 3,

    /// <summary>Late or corrected readings showed that there was nothing.</summary>
    Withdrawn = 4,
}

/// <summary>판정: what a person found the alarm to be.</summary>
public enum AlarmVerdict
{
    /// <summary>실제: there was such an event.</summary>
    Real = 0,

    /// <summary>오경보: there was none.</summary>
    False = 1,

    /// <summary>작업: there was one, made by works that were known of.</summary>
    Maintenance = 2,

    /// <summary>알 수 없음: it was looked into and could not be told.</summary>
    Unknown = 3,
}
