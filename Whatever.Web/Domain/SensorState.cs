using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>How far a sensor has been monitored, and all that is remembered of it. One row a sensor.</summary>
public sealed class SensorState
{
    public int SensorKey { get; set; }

    /// <summary>The last minute judged, minutes since 1970-01-01T00:00Z.</summary>
    public int ThroughMinute { get; set; }

    /// <summary>Its readings came while they were young: from then on, none is no data. History that was uploaded is not missed.</summary>
    public bool IsLive { get; set; }

    /// <summary>The monitor's state, as JSON.</summary>
    public required string State { get; set; }

    /// <summary>Counts how often it was stored: who read another one does not store over it.</summary>
    public int Revision { get; set; }
}

/// <summary>An earlier state, so that late readings are judged from before they were taken.</summary>
public sealed class StateSnapshot
{
    public int SensorKey { get; set; }
    public int Minute { get; set; }
    public required string State { get; set; }
}

/// <summary>What a stale span still needs.</summary>
[Flags]
public enum StaleWork
{
    None = 0,

    /// <summary>Each value judged by what is normal.</summary>
    Values = 1,

    /// <summary>Alarms looked for from its first minute on.</summary>
    Events = 2,
    All = Values | Events,
}

/// <summary>
/// Minutes that were stored or changed and not judged since: the queue of monitoring. It is written with the readings and removed with what
/// they came to.
/// </summary>
public sealed class StaleSpan
{
    public long Id { get; set; }
    public int SensorKey { get; set; }
    public int FromMinute { get; set; }

    /// <summary>The last minute, inclusive.</summary>
    public int ToMinute { get; set; }

    /// <summary>The only quantity that has to be judged, because the other one was; null for both.</summary>
    public Quantity? Quantity { get; set; }

    public StaleWork Work { get; set; }

    /// <summary>The first minute that the target hears of; those before it were history when they were stored. Null where that is not
    /// known.</summary>
    public int? ToldFromMinute { get; set; }

    public MinuteSpan Minutes => new(FromMinute, ToMinute);

    public bool Needs(StaleWork work) => (Work & work) != 0;
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
