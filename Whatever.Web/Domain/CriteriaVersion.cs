using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

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

    /// <summary>
    /// Distributions by hour and what the values do from minute to minute, as JSON; null for data given at set-up, which has no hours.
    /// </summary>
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
