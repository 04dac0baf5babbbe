using System.Text.Json;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Reconciling;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>One event of one cause: what a person handles. Known by sensor, cause, quantity and the minute it began.</summary>
public sealed class Alarm
{
    public long Id { get; set; }

    /// <summary>Null for an alarm of many sensors or of the station itself.</summary>
    public int? SensorKey { get; set; }

    public AlarmCause Cause { get; set; }

    /// <summary>Null where it is about both or neither.</summary>
    public Quantity? Quantity { get; set; }

    /// <summary>When the event began, minutes since 1970-01-01T00:00Z.</summary>
    public int SinceMinute { get; set; }

    /// <summary>When it had lasted for its on-delay; the last time where it came again.</summary>
    public int RaisedMinute { get; set; }

    public int? ClearedMinute { get; set; }

    /// <summary>The highest so far.</summary>
    public OutlierStage Stage { get; set; }

    /// <summary>0..100, the highest so far.</summary>
    public double PeakScore { get; set; }

    public AlarmState State { get; set; }
    public AlarmEnd Ended { get; set; }

    public double? FlowRate { get; set; }
    public double? ExpectedFlowRate { get; set; }
    public double? Pressure { get; set; }
    public double? ExpectedPressure { get; set; }

    /// <summary>Unit of flow x 24 h.</summary>
    public double? LossPerDay { get; set; }

    /// <summary>Of the alarm of many sensors: how many.</summary>
    public int? Sensors { get; set; }

    /// <summary>Of nights: that they rose and the days did not.</summary>
    public bool? IsNightOnly { get; set; }

    /// <summary>Of a burst: how far the flow stepped up, and a step that was not yet a burst; unit of the flow rate.</summary>
    public double? Step { get; set; }
    public double? UsualStep { get; set; }

    /// <summary>Of the station's clock, minutes.</summary>
    public int? ShiftMinutes { get; set; }

    /// <summary>Of the station's disk: what is free, MiB, and days until it is full.</summary>
    public double? FreeMegabytes { get; set; }
    public double? DaysLeft { get; set; }

    /// <summary>When it was asked whether it is what is normal now, minutes since 1970-01-01T00:00Z; null where it was not.</summary>
    public int? AskedMinute { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public DateTimeOffset? KeptAt { get; set; }
    public DateTimeOffset? ShelvedUntil { get; set; }
    public AlarmVerdict? Verdict { get; set; }

    /// <summary>Counts what was said of it, from 1: opened, a higher stage, closed, withdrawn, opened again.</summary>
    public int Revision { get; set; }

    /// <summary>It came with readings that were a day old or more, such as those of an uploaded file: stored, told to nobody.</summary>
    public bool IsHistory { get; set; }

    public AlarmEvidence Evidence => new(FlowRate, ExpectedFlowRate, Pressure, ExpectedPressure, LossPerDay, Sensors)
    {
        IsNightOnly = IsNightOnly,
        Step = Step,
        UsualStep = UsualStep,
        ShiftMinutes = ShiftMinutes,
        FreeMegabytes = FreeMegabytes,
        DaysLeft = DaysLeft,
    };

    /// <summary>About the machine that the station runs on, and no sensor.</summary>
    public bool IsOfStation => Cause is AlarmCause.StationClock or AlarmCause.StationDisk;

    /// <summary>Open, asked about, and nobody took it on since.</summary>
    public bool WaitsForAnswer => AskedMinute is not null && Ended == AlarmEnd.None && AcknowledgedAt is null && KeptAt is null
        && Verdict is null or AlarmVerdict.False;

    public AlarmLife Life => new(Stage)
    {
        AcknowledgedAt = AcknowledgedAt,
        AcknowledgedBy = AcknowledgedBy,
        KeptAt = KeptAt,
        ShelvedUntil = ShelvedUntil,
        End = Ended,
        Verdict = Verdict,
    };

    /// <summary>The name on the wire, such as <c>no_data</c>.</summary>
    public static string WireName(AlarmCause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());

    /// <summary>The alarm as a value, to reconcile with what the readings show.</summary>
    public StoredAlarm ToStored() => new(Cause, Quantity, SinceMinute, RaisedMinute, ClearedMinute, PeakScore, Evidence, Life)
    {
        AskedMinute = AskedMinute,
    };

    public void Take(StoredAlarm alarm)
    {
        (Cause, Quantity, SinceMinute, RaisedMinute, ClearedMinute) = (
            alarm.Cause, alarm.Quantity, alarm.SinceMinute, alarm.RaisedMinute, alarm.ClearedMinute);
        (PeakScore, AskedMinute) = (alarm.PeakScore, alarm.AskedMinute);
        Take(alarm.Evidence);
        Take(alarm.Life);
    }

    public void Take(AlarmLife life)
    {
        (Stage, State, Ended, Verdict) = (life.Stage, life.State, life.End, life.Verdict);
        (AcknowledgedAt, AcknowledgedBy, KeptAt, ShelvedUntil) = (life.AcknowledgedAt, life.AcknowledgedBy, life.KeptAt, life.ShelvedUntil);
    }

    public void Take(AlarmEvidence evidence)
    {
        (FlowRate, ExpectedFlowRate, Pressure, ExpectedPressure) = (
            evidence.FlowRate, evidence.ExpectedFlowRate, evidence.Pressure, evidence.ExpectedPressure);
        (LossPerDay, Sensors, IsNightOnly) = (evidence.LossPerDay, evidence.Sensors, evidence.IsNightOnly);
        (Step, UsualStep) = (evidence.Step, evidence.UsualStep);
        (ShiftMinutes, FreeMegabytes, DaysLeft) = (evidence.ShiftMinutes, evidence.FreeMegabytes, evidence.DaysLeft);
    }
}

/// <summary>A line of an alarm's log.</summary>
public sealed class AlarmEntry
{
    public long Id { get; set; }
    public long AlarmId { get; set; }
    public AlarmEntryKind Kind { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Null for the station itself.</summary>
    public string? Who { get; set; }

    /// <summary>Of what the station found: the minute it happened, minutes since 1970-01-01T00:00Z.</summary>
    public int? Minute { get; set; }

    public OutlierStage? Stage { get; set; }

    /// <summary>Of a shelf: its end.</summary>
    public DateTimeOffset? Until { get; set; }

    public AlarmVerdict? Verdict { get; set; }

    /// <summary>What a person wrote.</summary>
    public string? Text { get; set; }
}

public enum AlarmEntryKind
{
    Opened = 0,
    StageRose = 1,

    /// <summary>It was acknowledged, got worse and is nobody's again.</summary>
    RaisedAgain = 2,
    Acknowledged = 3,
    Shelved = 4,

    /// <summary>Taken back, or the shelf's time was over: then it names nobody.</summary>
    Unshelved = 5,
    Verdict = 6,
    Comment = 7,
    Cleared = 8,
    Withdrawn = 9,

    /// <summary>Late readings show that it began, and was raised, at another minute.</summary>
    BeginCorrected = 10,

    /// <summary>It stands for long and nobody took it on: is it what is normal now?</summary>
    Asked = 11,

    /// <summary>Nobody answered: what it is about is normal from then on, and it is over.</summary>
    Learned = 12,

    /// <summary>A person said that it stays open.</summary>
    Kept = 13,
}
