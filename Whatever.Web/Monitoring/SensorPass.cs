using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>What a pass found of one sensor, to be stored.</summary>
internal sealed class SensorPass(SensorContext sensor, IReadOnlyList<StaleSpan> spans, ValueOutcome? values, EventOutcome? events)
{
    public SensorContext Sensor => sensor;
    public int Key => sensor.Sensor.Key;

    /// <summary>
    /// Of the state that the pass went on from: who stored another one meanwhile is not stored over. Null where there was none.
    /// </summary>
    public int? Revision { get; } = sensor.Position?.Revision;

    /// <summary>Its values are many, and are judged after this pass.</summary>
    public bool IsJudgedLater { get; init; }

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
/// <param name="Before">The state that it went on from.</param>
/// <param name="Result">The alarm of many.</param>
/// <param name="Told">Of sensors that were lost before: they become part of an outage, or come out of it.</param>
internal sealed record FleetOutcome(FleetState Before, FleetResult Result, IReadOnlyList<(int Key, AlarmChange Change)> Told);
