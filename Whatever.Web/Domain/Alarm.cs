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

    /// <summary>Null for the alarm of many sensors.</summary>
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

    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public DateTimeOffset? ShelvedUntil { get; set; }
    public AlarmVerdict? Verdict { get; set; }

    /// <summary>Counts what was said of it, from 1: opened, a higher stage, closed, withdrawn, opened again.</summary>
    public int Revision { get; set; }

    /// <summary>It came with readings that were a day old or more, such as those of an uploaded file: stored, told to nobody.</summary>
    public bool IsHistory { get; set; }

    public AlarmEvidence Evidence => new(FlowRate, ExpectedFlowRate, Pressure, ExpectedPressure, LossPerDay, Sensors);

    public AlarmLife Life => new(Stage)
    {
        AcknowledgedAt = AcknowledgedAt,
        AcknowledgedBy = AcknowledgedBy,
        ShelvedUntil = ShelvedUntil,
        End = Ended,
        Verdict = Verdict,
    };

    /// <summary>The name on the wire, such as <c>no_data</c>.</summary>
    public static string WireName(AlarmCause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());

    /// <summary>The alarm as a value, to reconcile with what the readings show.</summary>
    public StoredAlarm ToStored() => new(Cause, Quantity, SinceMinute, RaisedMinute, ClearedMinute, PeakScore, Evidence, Life);

    public void Take(StoredAlarm alarm)
    {
        (Cause, Quantity, SinceMinute, RaisedMinute, ClearedMinute) = (
            alarm.Cause, alarm.Quantity, alarm.SinceMinute, alarm.RaisedMinute, alarm.ClearedMinute);
        PeakScore = alarm.PeakScore;
        Take(alarm.Evidence);
        Take(alarm.Life);
    }

    public void Take(AlarmLife life)
    {
        (Stage, State, Ended, Verdict) = (life.Stage, life.State, life.End, life.Verdict);
        (AcknowledgedAt, AcknowledgedBy, ShelvedUntil) = (life.AcknowledgedAt, life.AcknowledgedBy, life.ShelvedUntil);
    }

    public void Take(AlarmEvidence evidence)
    {
        (FlowRate, ExpectedFlowRate, Pressure, ExpectedPressure) = (
            evidence.FlowRate, evidence.ExpectedFlowRate, evidence.Pressure, evidence.ExpectedPressure);
        (LossPerDay, Sensors) = (evidence.LossPerDay, evidence.Sensors);
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
}
