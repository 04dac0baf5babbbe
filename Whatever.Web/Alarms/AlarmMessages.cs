using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Whatever.Model.Alarms;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>
/// Queues what the target hears of alarms, where it wants to hear of alarms and not of minutes; in the transaction that changes the alarm.
/// </summary>
internal sealed class AlarmMessages(StationDbContext db, int? sensorKey, DateTimeOffset now)
{
    /// <summary>The id under which alarms of many sensors, or of the station itself, are told: no sensor can have it.</summary>
    public const string ManySensors = "*";

    private bool? isWanted;
    private Sensor? sensor;

    public int Queued { get; private set; }

    public void Queue(Alarm alarm)
    {
        isWanted ??= db.Targets.Any(target => target.AlertPolicy == AlertPolicy.AlarmOpenClose);
        if (isWanted == false || alarm.IsHistory)
        {
            return;
        }

        // Many sensors may live in several zones; the first one's clock is the station's.
        sensor ??= db.Sensors.OrderBy(candidate => candidate.Key)
            .FirstOrDefault(candidate => sensorKey == null || candidate.Key == sensorKey);
        if (sensor is null)
        {
            // A station without sensors has nothing to say to a server yet.
            return;
        }

        var id = sensorKey is null ? ManySensors : sensor.Id;
        var payload = Encoding.UTF8.GetBytes(Write(alarm, StationIdentity.NameOf(db, alarm.Id), id, sensor.Clock).ToJsonString());
        Queued += OutboxWriter.Add(db, [new OutboundDelivery
        {
            Kind = DeliveryKind.Alarm,
            SensorId = id,

            // All that is said of one alarm has one subject; the revision tells apart what is said.
            IdempotencyKey = string.Create(
                CultureInfo.InvariantCulture,
                $"alarm/{id}/{Alarm.WireName(alarm.Cause)}{(alarm.Quantity is { } quantity ? "." + quantity.ToWireName() : "")}/{InstantOf(alarm)}/{alarm.Revision}-{StateOf(alarm)}-{(int)alarm.Stage}"),
            Payload = payload,
            Sha256 = OutboundDelivery.DigestOf(payload),
            CreatedAt = now,
            ReleasedAt = now,
        }]);
    }

    /// <summary>
    /// The fields of the original document first and in its order, so that a server that knows only those understands it.
    /// </summary>
    private static JsonObject Write(Alarm alarm, string name, string sensorId, StationClock clock)
    {
        Quantity? quantity = alarm.Quantity
            ?? (alarm.FlowRate is not null ? Quantity.FlowRate : alarm.Pressure is not null ? Quantity.Pressure : null);
        var message = new JsonObject
        {
            ["sensor_id"] = sensorId,
            ["time"] = WireTime.Write(clock.ToLocal(alarm.SinceMinute)),
            ["outlier_stage"] = (int)alarm.Stage,
            ["value"] = quantity switch { Quantity.FlowRate => alarm.FlowRate, Quantity.Pressure => alarm.Pressure, _ => null },
            ["quantity"] = quantity?.ToWireName(),
            ["alarm_id"] = name,
            ["cause"] = Alarm.WireName(alarm.Cause),
            ["state"] = StateOf(alarm),
            ["raised_time"] = WireTime.Write(clock.ToLocal(alarm.RaisedMinute)),
        };
        if (alarm.Ended == AlarmEnd.Cleared && alarm.ClearedMinute is { } cleared)
        {
            message["cleared_time"] = WireTime.Write(clock.ToLocal(cleared));
        }

        message["revision"] = alarm.Revision;
        if (alarm.Sensors is { } sensors)
        {
            message["sensors"] = sensors;
        }

        if (alarm.ShiftMinutes is { } shift)
        {
            message["shift_minutes"] = shift;
        }

        if (alarm.FreeMegabytes is { } free)
        {
            message["free_mb"] = Math.Round(free);
        }

        return message;
    }

    private static string InstantOf(Alarm alarm) =>
        StationClock.InstantOf(alarm.SinceMinute).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string StateOf(Alarm alarm) => alarm.Ended switch
    {
        AlarmEnd.Cleared => "closed",
        AlarmEnd.Withdrawn => "withdrawn",
        _ => "open",
    };
}
