using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>What detection found for one minute of one sensor; null where there was no value or no criteria.</summary>
public sealed class Judgement
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
}
