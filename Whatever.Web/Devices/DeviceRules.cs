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
        else if (Names.Refuse(draft.Name, new Phrase("name.sensor"), "name", LongestName) is { } refused)
        {
            problems.Add(refused);
        }

        problems.AddRange(DeviceSetup.IsSerial(draft.Kind) ? OfSerial(draft.Connection) : OfNetwork(draft.Connection));
        problems.AddRange(draft.Kind == DeviceKind.Mqtt ? OfBroker(draft.Connection) : []);
        if (draft.Kind is DeviceKind.ModbusTcp or DeviceKind.ModbusRtu)
        {
            problems.AddRange(
                Within(
                    draft.Connection.TimeoutMilliseconds, ShortestTimeout, LongestTimeout,
                    (value, least, most) => new Problem("device.timeout", value, least, most).At("timeout_milliseconds")));
        }

        if (draft.Kind == DeviceKind.SerialLine)
        {
            problems.AddRange(
                Within(
                    draft.Connection.TimeColumn, 0, LastColumn,
                    (value, least, most) => new Problem("device.time-column", value, least, most).At("time_column")));
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
        else if (OutgoingAddresses.Refuse(connection.Host) is { } refused)
        {
            yield return refused.At("host");
        }

        foreach (var problem in Within(
            connection.Port, 1, LastPort, (value, least, most) => new Problem("device.port", value, least, most).At("port")))
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

        var speed = Within(
            connection.BaudRate, SlowestBaud, FastestBaud,
            (value, least, most) => new Problem("device.baud", value, least, most).At("baud_rate"));
        var stop = Within(
            connection.StopBits, 1, 2, (value, least, most) => new Problem("device.stop-bits", value, least, most).At("stop_bits"));
        foreach (var problem in speed.Concat(stop))
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
        var (firstUnit, lastUnit) = kind == DeviceKind.ModbusRtu ? (1, LastSerialUnit) : (0, LastUnit);
        return Within(place.Unit, firstUnit, lastUnit, (value, least, most) => new Problem("modbus.unit", value, least, most))
            .Concat(Within(place.Register, 0, last, (value, least, most) => new Problem("modbus.register", value, least, most)));
    }

    private static IEnumerable<Problem> OfColumn(DeviceConnection connection, PointPlace place) =>
        place.Column == connection.TimeColumn
            ? [new Problem("device.column-is-time", place.Column)]
            : Within(place.Column, 1, LastColumn, (value, least, most) => new Problem("device.column", value, least, most));

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

    private static IEnumerable<Problem> Within(int value, int least, int most, Func<int, int, int, Problem> problem) =>
        value < least || value > most ? [problem(value, least, most)] : [];
}
