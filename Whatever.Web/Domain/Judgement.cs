using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>What detection found for one minute of one sensor; null where there was no value or no criteria.</summary>
public sealed class MinuteJudgement
{
    public int SensorKey { get; set; }
    public int Minute { get; set; }
    public double? FlowRatePercentile { get; set; }
    public OutlierStage? FlowRateStage { get; set; }
    public int? FlowRateCriteria { get; set; }
    public double? PressurePercentile { get; set; }
    public OutlierStage? PressureStage { get; set; }
    public int? PressureCriteria { get; set; }
}

/// <summary>One version of the normal distribution of a sensor's quantity.</summary>
public sealed class CriteriaVersion
{
    public int Id { get; set; }
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }

    /// <summary>1, 2, 3 per sensor and quantity.</summary>
    public int Version { get; set; }

    public double Mean { get; set; }
    public double StandardDeviation { get; set; }
    public int Count { get; set; }

    /// <summary>The readings it was fitted to, minutes since 1970-01-01T00:00Z; null for data given at set-up.</summary>
    public int? FromMinute { get; set; }
    public int? ToMinute { get; set; }

    public CriteriaOrigin Origin { get; set; }
    public DateTimeOffset BuiltAt { get; set; }

    /// <summary>Which values share a distribution.</summary>
    public CriteriaContext Context { get; set; }

    /// <summary>Distributions by hour and what the values do from minute to minute, as JSON; null for data given at set-up, which has no hours.</summary>
    public string? Profile { get; set; }

    /// <summary>Of the pressure: how it belongs to the flow rate, as JSON; null where it does not.</summary>
    public string? Relation { get; set; }

    public CriteriaState State { get; set; }

    /// <summary>When a person decided on it, and who; null where nobody was asked.</summary>
    public DateTimeOffset? DecidedAt { get; set; }
    public string? DecidedBy { get; set; }

    /// <summary>The distributions that minutes are judged by.</summary>
    public ContextCriteria ToCriteria() =>
        ToProfile()?.Criteria ?? ContextCriteria.Plain(new NormalCriteria(Mean, StandardDeviation, Count));

    public QuantityProfile? ToProfile() => Profile is null ? null : StoredJson.Read<QuantityProfile>(Profile);

    public FlowPressureRelation? ToRelation() => Relation is null ? null : StoredJson.Read<FlowPressureRelation>(Relation);
}

public enum CriteriaState
{
    /// <summary>In force, or was until a newer one came.</summary>
    Approved = 0,

    /// <summary>Waits for a person.</summary>
    Proposed = 1,
    Rejected = 2,
}

public enum CriteriaOrigin
{
    StoredReadings = 0,
    InitialData = 1,
}

/// <summary>One version of the outlier settings of a sensor's quantity; the newest one is in force.</summary>
public sealed class ThresholdVersion
{
    public int Id { get; set; }
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }
    public int Version { get; set; }
    public Tail Tail { get; set; }
    public double Interest { get; set; }
    public double Caution { get; set; }
    public double Alert { get; set; }
    public double Serious { get; set; }
    public string Reason { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it; empty where it is not known.</summary>
    public string ChangedBy { get; set; } = "";

    /// <summary>From this percentile on, for <see cref="OnDelayMinutes"/>, minutes become an alarm.</summary>
    public double AlarmAt { get; set; }
    public int OnDelayMinutes { get; set; }
    public int OffDelayMinutes { get; set; }

    /// <summary>What the meter can show; null: learned from history.</summary>
    public double? RangeMinimum { get; set; }
    public double? RangeMaximum { get; set; }

    /// <summary>Without a value for this long there is an alarm.</summary>
    public int NoDataMinutes { get; set; }

    /// <summary>Of the flow rate: what people and works are known to draw at night.</summary>
    public double LegitimateNightUse { get; set; }

    /// <summary>Which values share a distribution, from the next time on that criteria are built.</summary>
    public CriteriaContext Context { get; set; }

    /// <summary>What is in force where nobody changed anything: high flow is what matters; of pressure both ends do.</summary>
    public static ThresholdVersion Default(int sensorKey, Quantity quantity)
    {
        var settings = QuantitySettings.Default(quantity);
        return new ThresholdVersion
        {
            SensorKey = sensorKey,
            Quantity = quantity,
            Tail = settings.Tail,
            Interest = settings.Thresholds.Interest,
            Caution = settings.Thresholds.Caution,
            Alert = settings.Thresholds.Alert,
            Serious = settings.Thresholds.Serious,
            AlarmAt = settings.AlarmAt,
            OnDelayMinutes = settings.OnDelayMinutes,
            OffDelayMinutes = settings.OffDelayMinutes,
            NoDataMinutes = settings.NoDataMinutes,
            Context = CriteriaContext.HourOfWeek,
        };
    }

    public QuantitySettings ToSettings() => new()
    {
        Tail = Tail,
        Thresholds = new OutlierThresholds(Interest, Caution, Alert, Serious),
        AlarmAt = AlarmAt,
        OnDelayMinutes = OnDelayMinutes,
        OffDelayMinutes = OffDelayMinutes,
        RangeMinimum = RangeMinimum,
        RangeMaximum = RangeMaximum,
        NoDataMinutes = NoDataMinutes,
        LegitimateNightUse = LegitimateNightUse,
    };
}
