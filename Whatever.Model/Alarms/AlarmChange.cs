using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms;

/// <summary>What happened to an alarm in a minute.</summary>
public enum AlarmChangeKind
{
    /// <summary>The event lasted for its on-delay: a person has to know.</summary>
    Opened = 0,

    /// <summary>The open alarm reached a higher stage.</summary>
    StageRose = 1,

    /// <summary>The event was over for its off-delay.</summary>
    Closed = 2,

    /// <summary>Late or corrected readings show that there was nothing.</summary>
    Withdrawn = 3,

    /// <summary>The open alarm's numbers of now: of nights, once a night. Nobody is called for it.</summary>
    Measured = 4,

    /// <summary>The open alarm stands for long and nobody took it on: is it what is normal now?</summary>
    Asked = 5,

    /// <summary>What the alarm was about is what is normal from now on: it is over.</summary>
    Learned = 6,
}

/// <summary>The numbers that an alarm rests on; null where they do not apply. Units are those of the sensor.</summary>
/// <param name="FlowRate">Measured, mean of the last minutes.</param>
/// <param name="ExpectedFlowRate">Normal for this hour, or the forecast, or the level before.</param>
/// <param name="Pressure">Measured, mean of the last minutes.</param>
/// <param name="ExpectedPressure">Normal for this hour, or the forecast, or the level before.</param>
/// <param name="LossPerDay">Estimated loss of water in a day, unit of flow times hours, as m³/day for m³/h; of nights that rose alone
/// what the nights have more.</param>
/// <param name="Sensors">Of an alarm of many sensors: how many.</param>
public sealed record AlarmEvidence(
    double? FlowRate = null, double? ExpectedFlowRate = null, double? Pressure = null, double? ExpectedPressure = null,
    double? LossPerDay = null, int? Sensors = null)
{
    /// <summary>Of nights: that they rose and the days did not.</summary>
    public bool? IsNightOnly { get; init; }

    /// <summary>Of a burst: how far the flow stepped up within minutes, unit of the flow rate.</summary>
    public double? Step { get; init; }

    /// <summary>Of a burst: a step that comes about once in the time that false alarms may come in, unit of the flow rate.</summary>
    public double? UsualStep { get; init; }

    /// <summary>Of the station's clock: how far it leapt, minutes; negative where it went back.</summary>
    public int? ShiftMinutes { get; init; }

    /// <summary>Of the station's disk: what is free, MiB.</summary>
    public double? FreeMegabytes { get; init; }

    /// <summary>Of the station's disk: days until it is full as it fills now; null where it does not.</summary>
    public double? DaysLeft { get; init; }
}

/// <summary>One change of one alarm. An alarm is known by its cause, its quantity and the minute its event began.</summary>
/// <param name="Cause">What it is about.</param>
/// <param name="Quantity">Null where it is about both or neither.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Minute">When, minutes since 1970-01-01T00:00Z.</param>
/// <param name="SinceMinute">When the event began, before its on-delay.</param>
/// <param name="Stage">The highest stage so far; never <see cref="OutlierStage.Normal"/>.</param>
/// <param name="Score">0..100, the highest so far.</param>
/// <param name="Evidence">The numbers at this minute.</param>
public sealed record AlarmChange(
    AlarmCause Cause, Quantity? Quantity, AlarmChangeKind Kind, int Minute, int SinceMinute, OutlierStage Stage, double Score,
    AlarmEvidence Evidence)
{
    /// <summary>What its alarm is about.</summary>
    public AlarmChannel Channel => new(Cause, Quantity);

    /// <summary>Whether it is the end of its event.</summary>
    public bool IsEnd => Kind is AlarmChangeKind.Closed or AlarmChangeKind.Withdrawn or AlarmChangeKind.Learned;
}
