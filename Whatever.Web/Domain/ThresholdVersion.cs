using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>One version of the outlier settings of a sensor's quantity; the newest one is in force.</summary>
public sealed class ThresholdVersion
{
    public int Id { get; set; }
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }
    public int Version { get; set; }
    public OutlierSettings Settings { get; set; } = new();
    public string Reason { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed it; empty where it is not known.</summary>
    public string ChangedBy { get; set; } = "";

    /// <summary>What is in force where nobody changed anything: high flow is what matters; of pressure both ends do.</summary>
    public static ThresholdVersion Default(int sensorKey, Quantity quantity) =>
        new() { SensorKey = sensorKey, Quantity = quantity, Settings = OutlierSettings.Default(quantity) };
}
