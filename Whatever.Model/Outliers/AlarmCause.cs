namespace Whatever.Model.Outliers;

/// <summary>What an alarm is about. One alarm is one event of one cause.</summary>
public enum AlarmCause
{
    /// <summary>미수신: no reading came.</summary>
    NoData = 0,

    /// <summary>The same value over and over where values are known to vary.</summary>
    Stuck = 1,

    /// <summary>Beyond what the meter can show.</summary>
    OutOfRange = 2,

    /// <summary>Single values that jump away and back faster than water can.</summary>
    Spike = 3,

    /// <summary>The sensor's clock is not right: readings of the future, or time that goes back.</summary>
    ClockJump = 4,

    /// <summary>Flow and pressure no longer belong together: one of the sensors drifts, the water does not.</summary>
    Drift = 5,

    /// <summary>Far above what is normal for this hour, for longer than the on-delay.</summary>
    High = 6,

    /// <summary>Far below what is normal for this hour, for longer than the on-delay.</summary>
    Low = 7,

    /// <summary>파열: flow steps up further than on usual days and stays; where pressure is known it falls with it.</summary>
    Burst = 8,

    /// <summary>Outside the band of its own forecast, for longer than the on-delay.</summary>
    Forecast = 9,

    /// <summary>The lowest flow of the night went up from one night to the next and stays.</summary>
    NightFlowStep = 10,

    /// <summary>누수: the lowest flow of the night rises slowly.</summary>
    Leak = 11,

    /// <summary>Many sensors lost at once: the network or the server, not the sensors.</summary>
    ManyOffline = 12,

    /// <summary>The clock of the machine that the station runs on leapt, and the station follows it.</summary>
    StationClock = 13,

    /// <summary>The disk that the station writes on is filling up.</summary>
    StationDisk = 14,
}

/// <summary>The four kinds of judgement.</summary>
public enum JudgementKind
{
    /// <summary>The sensor or its line is at fault.</summary>
    System = 0,

    /// <summary>The value against its own history.</summary>
    Value = 1,

    /// <summary>The value against its own forecast.</summary>
    Forecast = 2,

    /// <summary>The lowest flow of the night.</summary>
    NightFlow = 3,
}

/// <summary>Causes and their kinds.</summary>
public static class AlarmCauses
{
    /// <summary>In the order of the enumeration.</summary>
    public static IReadOnlyList<AlarmCause> All { get; } = Enum.GetValues<AlarmCause>();

    /// <summary>The kind of judgement that a cause comes from.</summary>
    public static JudgementKind KindOf(this AlarmCause cause) => cause switch
    {
        AlarmCause.High or AlarmCause.Low or AlarmCause.Burst => JudgementKind.Value,
        AlarmCause.Forecast => JudgementKind.Forecast,
        AlarmCause.NightFlowStep or AlarmCause.Leak => JudgementKind.NightFlow,
        _ => JudgementKind.System,
    };
}
