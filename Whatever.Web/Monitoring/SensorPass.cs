using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>What a pass found of one sensor, to be stored.</summary>
internal sealed class SensorPass(SensorContext sensor, IReadOnlyList<StaleSpan> spans, ValueOutcome? values, EventOutcome? events)
{
    public SensorContext Sensor => sensor;
    public int Key => sensor.Sensor.Key;

    /// <summary>Those that waited when the pass began.</summary>
    public IReadOnlyList<StaleSpan> Spans => spans;

    /// <summary>Null where no value could be judged.</summary>
    public ValueOutcome? Values => values;

    /// <summary>Null where there was nothing to do, or no time for it. The grouping of outages may change what is told.</summary>
    public EventOutcome? Events { get; set; } = events;

    /// <summary>What its stale spans need no more.</summary>
    public StaleWork Done => (Values is null ? StaleWork.None : StaleWork.Values) | (Events is null ? StaleWork.None : StaleWork.Events);
}

/// <summary>What a pass found of all sensors together.</summary>
/// <param name="Result">The alarm of many.</param>
/// <param name="Others">Changes of sensors that were not monitored in this pass.</param>
internal sealed record FleetOutcome(FleetResult Result, IReadOnlyList<(int Key, IReadOnlyList<AlarmChange> Changes)> Others);
