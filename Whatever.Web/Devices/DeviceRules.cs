using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Devices.Modbus;
using Whatever.Web.Devices.Mqtt;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices;

/// <summary>What is wrong with a device as it stands, whatever else there is.</summary>
internal static class DeviceRules
{
    private const int LongestName = 100;
    private const int LastPort = 65535;
    private const int ShortestTimeout = 100;
    private const int LongestTimeout = 10_000;
    private const int SlowestBaud = 300;
    private const int FastestBaud = 921_600;
    private const int LastColumn = 50;
    private const int LastSerialUnit = 247;
    private const int LastUnit = 255;

    public static List<Problem> Refuse(DeviceDraft draft)
    {
        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(draft.Name) || draft.Name.Trim().Length > LongestName || draft.Name.Any(char.IsControl))
        {
            problems.Add(new Problem("device.name", Excerpt.Of(draft.Name), LongestName).At("name"));
        }

        problems.AddRange(DeviceSetup.IsSerial(draft.Kind) ? OfSerial(draft.Connection) : OfNetwork(draft.Connection));
        problems.AddRange(draft.Kind == DeviceKind.Mqtt ? OfBroker(draft.Connection) : []);
        if (draft.Kind is DeviceKind.ModbusTcp or DeviceKind.ModbusRtu)
        {
            problems.AddRange(
                Range("device.timeout", draft.Connection.TimeoutMilliseconds, ShortestTimeout, LongestTimeout, "timeout_milliseconds"));
        }

        if (draft.Kind == DeviceKind.SerialLine)
        {
            problems.AddRange(Range("device.time-column", draft.Connection.TimeColumn, 0, LastColumn, "time_column"));
        }

        if (draft.Points.Count == 0)
        {
            problems.Add(new Problem("device.no-points").At("points"));
        }

        for (var index = 0; index < draft.Points.Count; index++)
        {
            var number = index + 1;
            problems.AddRange(
                OfPoint(draft, draft.Points[index]).Select(problem => new Problem("device.of-point", number, problem).At("points")));
        }

        return problems;
    }

    private static IEnumerable<Problem> OfNetwork(DeviceConnection connection)
    {
        if (Uri.CheckHostName(connection.Host.Trim()) == UriHostNameType.Unknown)
        {
            yield return new Problem("device.host", Excerpt.Of(connection.Host)).At("host");
        }

        foreach (var problem in Range("device.port", connection.Port, 1, LastPort, "port"))
        {
            yield return problem;
        }
    }

    private static IEnumerable<Problem> OfBroker(DeviceConnection connection)
    {
        if (connection.ClientId is { Length: > 0 } id && (id.Length > LongestName || id.Any(letter => letter is <= ' ' or > '~')))
        {
            yield return new Problem("mqtt.client-id", Excerpt.Of(id), LongestName).At("client_id");
        }

        if (connection.User?.Any(char.IsControl) == true)
        {
            yield return new Problem("mqtt.user").At("user");
        }

        if (connection.UseTls && connection.TrustedCertificates is { Length: > 0 } pem && CertificateProblem(pem) is { } problem)
        {
            yield return problem.At("trusted_certificates");
        }
    }

    private static Problem? CertificateProblem(string pem)
    {
        try
        {
            MqttClients.ReadCertificates(pem);
            return null;
        }
        catch (DeviceException unreadable)
        {
            return unreadable.Problem;
        }
    }

    private static IEnumerable<Problem> OfSerial(DeviceConnection connection)
    {
        if (string.IsNullOrWhiteSpace(connection.SerialPort) || connection.SerialPort.Any(char.IsControl))
        {
            yield return new Problem("device.serial-port", Excerpt.Of(connection.SerialPort)).At("serial_port");
        }

        foreach (var problem in Range("device.baud", connection.BaudRate, SlowestBaud, FastestBaud, "baud_rate")
            .Concat(Range("device.stop-bits", connection.StopBits, 1, 2, "stop_bits")))
        {
            yield return problem;
        }
    }

    private static IEnumerable<Problem> OfPoint(DeviceDraft draft, PointDraft point)
    {
        var place = draft.Kind switch
        {
            DeviceKind.Mqtt => OfTopic(point.Place),
            DeviceKind.SerialLine => OfColumn(draft.Connection, point.Place),
            _ => OfRegister(draft.Kind, point.Place),
        };
        var scale = !double.IsFinite(point.Scale) || point.Scale == 0 || !double.IsFinite(point.Offset)
            ? [new Problem("device.scale", point.Scale, point.Offset)]
            : Array.Empty<Problem>();
        return place.Concat(scale).Concat(point.IsCounter ? OfCounter(point) : []);
    }

    private static IEnumerable<Problem> OfTopic(PointPlace place)
    {
        if (!TopicFilter.IsValid(place.Topic))
        {
            yield return new Problem("mqtt.topic", Excerpt.Of(place.Topic));
        }

        foreach (var path in new[] { place.ValuePath, place.TimePath }.Where(path => path.Length > 0 && !JsonPlace.IsValid(path)))
        {
            yield return new Problem("mqtt.path", Excerpt.Of(path));
        }

        if (place.TimePath.Length > 0 && place.ValuePath.Length == 0)
        {
            yield return new Problem("mqtt.time-alone");
        }
    }

    private static IEnumerable<Problem> OfRegister(DeviceKind kind, PointPlace place)
    {
        var last = ModbusPdu.LastRegister + 1 - RegisterValue.RegistersOf(place.Format);
        return kind == DeviceKind.ModbusRtu
            ? Range("modbus.unit", place.Unit, 1, LastSerialUnit, null).Concat(Range("modbus.register", place.Register, 0, last, null))
            : Range("modbus.unit", place.Unit, 0, LastUnit, null).Concat(Range("modbus.register", place.Register, 0, last, null));
    }

    private static IEnumerable<Problem> OfColumn(DeviceConnection connection, PointPlace place) =>
        place.Column == connection.TimeColumn
            ? [new Problem("device.column-is-time", place.Column)]
            : Range("device.column", place.Column, 1, LastColumn, null);

    private static IEnumerable<Problem> OfCounter(PointDraft point)
    {
        if (point.Quantity != Quantity.FlowRate)
        {
            yield return new Problem("counter.flow-alone");
        }

        if (point.Scale < 0 || point.Offset != 0)
        {
            yield return new Problem("counter.scale", point.Scale, point.Offset);
        }

        if (point.CounterRange is { } range && !(double.IsFinite(range) && range > 0))
        {
            yield return new Problem("counter.range", range);
        }

        if (point.LargestFlow is { } largest && !(double.IsFinite(largest) && largest > 0))
        {
            yield return new Problem("counter.largest-flow", largest);
        }
    }

    private static IEnumerable<Problem> Range(string code, int value, int least, int most, string? field)
    {
        if (value < least || value > most)
        {
            var problem = new Problem(code, value, least, most);
            yield return field is null ? problem : problem.At(field);
        }
    }
}
