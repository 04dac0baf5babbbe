using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>A span of readings of one sensor on a regular grid.</summary>
/// <param name="StartMinute">Of the first value, minutes since 1970-01-01T00:00Z; a multiple of the sampling interval.</param>
/// <param name="FlowRate">Shape (n); NaN where nothing was measured.</param>
/// <param name="Pressure">Shape (n); NaN where nothing was measured.</param>
/// <param name="Cells">The wall clock of the station.</param>
/// <param name="Forecasts">What was forecast for the hour of a minute, as issued the day before.</param>
/// <param name="AheadMinutes">How far the newest reading lies in the future; 0 or less where it does not.</param>
public sealed record MonitorInput(
    int StartMinute, double[] FlowRate, double[] Pressure, HourCells Cells, Func<Quantity, int, ForecastBand>? Forecasts = null,
    int AheadMinutes = 0)
{
    /// <summary>Values that have to stand before the first one to be judged, where there are so many.</summary>
    public const int LookBack = 40;

    /// <summary>What persons said of alarms.</summary>
    public IReadOnlyList<AlarmWord> Words { get; init; } = [];

    /// <summary>Values of a quantity.</summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    public double[] Of(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRate : Pressure;
}

/// <summary>What a person said of an event.</summary>
/// <param name="Channel">What its alarm is about.</param>
/// <param name="IsFalse">That it is none: what it is about is usual from then on. Otherwise the person took it on, or wants it kept: it is
/// not taken for usual, however long it lasts.</param>
/// <param name="FromMinute">When the person said so, minutes since 1970-01-01T00:00Z; before it, it was not known.</param>
/// <param name="LastSinceMinute">An event that began later is another one: the minute of the verdict, or that of the alarm's end where it
/// is earlier.</param>
public readonly record struct AlarmWord(AlarmChannel Channel, bool IsFalse, int FromMinute, int LastSinceMinute);

/// <summary>One minute that one kind of judgement found not to be normal.</summary>
/// <param name="Minute">Minutes since 1970-01-01T00:00Z.</param>
/// <param name="Cause">What was found; its kind is that of the judgement.</param>
/// <param name="Quantity">Null where it is about both or neither.</param>
/// <param name="Score">0..100.</param>
/// <param name="Stage">Never <see cref="OutlierStage.Normal"/>.</param>
public readonly record struct MinuteFinding(int Minute, AlarmCause Cause, Quantity? Quantity, double Score, OutlierStage Stage);

/// <summary>What a run came to.</summary>
/// <param name="State">To go on from.</param>
/// <param name="Changes">What happened to alarms, in order of time.</param>
/// <param name="Findings">Minutes that were not normal by the kinds System, Forecast and NightFlow, in order of time.</param>
/// <param name="Night">The newest night that ended in the span; null where none did.</param>
public sealed record MonitorResult(
    MonitorState State, IReadOnlyList<AlarmChange> Changes, IReadOnlyList<MinuteFinding> Findings, NightFlowFinding? Night);
