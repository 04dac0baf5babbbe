using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Reconciling;

/// <summary>An alarm as it is stored: known by its cause, its quantity and the minute its event began.</summary>
/// <param name="Cause">What it is about.</param>
/// <param name="Quantity">Null where it is about both or neither.</param>
/// <param name="SinceMinute">When its event began, minutes since 1970-01-01T00:00Z.</param>
/// <param name="RaisedMinute">When the event had lasted for its on-delay; the last time where it came again.</param>
/// <param name="ClearedMinute">When it was over; null while it goes on.</param>
/// <param name="PeakScore">0..100, the highest so far.</param>
/// <param name="Evidence">The numbers it rests on.</param>
/// <param name="Life">Stage, end, and what persons did.</param>
public sealed record StoredAlarm(
    AlarmCause Cause, Quantity? Quantity, int SinceMinute, int RaisedMinute, int? ClearedMinute, double PeakScore, AlarmEvidence Evidence,
    AlarmLife Life)
{
    /// <summary>When it was asked whether it is what is normal now; null where it was not.</summary>
    public int? AskedMinute { get; init; }

    /// <summary>What its alarm is about.</summary>
    public AlarmChannel Channel => new(Cause, Quantity);

    /// <summary>Whether a change is one of its event.</summary>
    /// <param name="change">Of the same sensor.</param>
    public bool IsOf(AlarmChange change) => change.Channel == Channel && change.SinceMinute == SinceMinute;

    /// <summary>Whether it was raised by the end of a span and not over before its begin, both ends inclusive.</summary>
    /// <param name="fromMinute">Minutes since 1970-01-01T00:00Z.</param>
    /// <param name="toMinute">Minutes since 1970-01-01T00:00Z.</param>
    public bool Touches(int fromMinute, int toMinute) => RaisedMinute <= toMinute && (ClearedMinute is null || ClearedMinute >= fromMinute);
}
