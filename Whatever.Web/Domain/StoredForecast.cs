using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>A forecast as issued. A run for another base day never touches it.</summary>
public sealed class StoredForecast
{
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }
    public DateOnly BaseDay { get; set; }

    /// <summary>1..6: days between the base day and the target.</summary>
    public int Step { get; set; }

    /// <summary>0..23: hour of the target day on the sensor's wall clock.</summary>
    public int Hour { get; set; }

    /// <summary>Start of the target hour, minutes since 1970-01-01T00:00Z.</summary>
    public int TargetMinute { get; set; }

    /// <summary>Mean over the target hour.</summary>
    public double Value { get; set; }

    /// <summary>A tenth of the values is expected below; null for a model without a band.</summary>
    public double? P10 { get; set; }

    /// <summary>A tenth of the values is expected above; null for a model without a band.</summary>
    public double? P90 { get; set; }

    public bool LowConfidence { get; set; }
    public required string ModelVersion { get; set; }
    public DateTimeOffset IssuedAt { get; set; }
}
