using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Api;

/// <summary>
/// An alarm on the wire. Times are those of the sensor's clock; of the alarm of many sensors, which names none, those of the first
/// sensor's.
/// </summary>
public sealed record AlarmAnswer(
    long Id, string? SensorId, AlarmCause Cause, JudgementKind Kind, string? Quantity, string SinceTime, string RaisedTime,
    string? ClearedTime, int Stage, double PeakScore,
    AlarmState State, AlarmEvidence Evidence, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ShelvedUntil,
    string? AskedTime, DateTimeOffset? KeptAt, AlarmVerdict? Verdict, int Revision)
{
    public static AlarmAnswer From(Alarm alarm, List<Sensor> sensors)
    {
        var sensor = sensors.Find(candidate => candidate.Key == alarm.SensorKey);
        var clock = ClockOf(sensor, sensors);
        return new AlarmAnswer(
            alarm.Id, sensor?.Id, alarm.Cause, alarm.Cause.KindOf(), alarm.Quantity?.ToWireName(), Show(clock, alarm.SinceMinute)!,
            Show(clock, alarm.RaisedMinute)!,
            Show(clock, alarm.ClearedMinute), (int)alarm.Stage, alarm.PeakScore, alarm.State, alarm.Evidence, alarm.AcknowledgedBy,
            alarm.AcknowledgedAt, alarm.ShelvedUntil, Show(clock, alarm.AskedMinute), alarm.KeptAt,
            alarm.Verdict, alarm.Revision);
    }

    internal static StationClock ClockOf(Alarm alarm, List<Sensor> sensors) =>
        ClockOf(sensors.Find(candidate => candidate.Key == alarm.SensorKey), sensors);

    internal static StationClock ClockOf(Sensor? sensor, List<Sensor> sensors) =>
        (sensor ?? sensors.FirstOrDefault())?.Clock ?? StationClock.For(Sensor.DefaultTimeZone);

    internal static string? Show(StationClock clock, int? minute) => minute is { } known ? WireTime.Write(clock.ToLocal(known)) : null;
}
