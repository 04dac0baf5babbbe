using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>How far a sensor has been watched, and all that is remembered of it. One row a sensor.</summary>
public sealed class SensorWatch
{
    public int SensorKey { get; set; }

    /// <summary>The last minute watched, minutes since 1970-01-01T00:00Z.</summary>
    public int ThroughMinute { get; set; }

    /// <summary>Its readings came while they were young: from then on, none is no data. History that was uploaded is not missed.</summary>
    public bool IsLive { get; set; }

    /// <summary>The monitor's state, as JSON.</summary>
    public required string State { get; set; }
}

/// <summary>An earlier state, so that late readings are watched from before they were taken.</summary>
public sealed class WatchSnapshot
{
    public int SensorKey { get; set; }
    public int Minute { get; set; }
    public required string State { get; set; }
}

/// <summary>From which minute on a sensor has to be watched; written with the readings, removed when they were watched.</summary>
public sealed class WatchRequest
{
    public int SensorKey { get; set; }
    public int FromMinute { get; set; }

    /// <summary>Grows with every write, so that one that comes while its sensor is watched is not lost.</summary>
    public int Sequence { get; set; }
}

/// <summary>A minute that the kinds System, Forecast or NightFlow found not to be normal.</summary>
public sealed class Finding
{
    public int SensorKey { get; set; }
    public int Minute { get; set; }
    public AlarmCause Cause { get; set; }

    /// <summary>0 flow rate, 1 pressure, -1 where it is about both or neither.</summary>
    public int QuantityCode { get; set; }
    public double Score { get; set; }
    public OutlierStage Stage { get; set; }

    public Quantity? Quantity => QuantityCode < 0 ? null : (Quantity)QuantityCode;
}
