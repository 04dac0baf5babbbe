using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices;

/// <summary>A value of a device as a driver reads it.</summary>
/// <param name="Id">Of the point.</param>
/// <param name="SensorKey">Whose value it is.</param>
/// <param name="Quantity">Which of both.</param>
/// <param name="IntervalMinutes">How often the sensor takes readings.</param>
/// <param name="Zone">Of the sensor's clock, for times without an offset.</param>
/// <param name="Place">Where it stands.</param>
public sealed record PointSetup(int Id, int SensorKey, Quantity Quantity, int IntervalMinutes, string Zone, PointPlace Place)
{
    public StationClock Clock => StationClock.For(Zone);
}

/// <summary>A device as a driver speaks to it.</summary>
public sealed record DeviceSetup(
    int Id, string Name, DeviceKind Kind, DeviceConnection Connection, string? Password, IReadOnlyList<PointSetup> Points)
{
    /// <summary>Whether both would speak over the same port or to the same address, where many devices take one caller alone.</summary>
    public bool SharesLinkWith(DeviceSetup other) => IsSerial(Kind)
        ? IsSerial(other.Kind) && Connection.SerialPort == other.Connection.SerialPort
        : Kind == DeviceKind.ModbusTcp && other.Kind == Kind
            && (Connection.Host, Connection.Port) == (other.Connection.Host, other.Connection.Port);

    public static bool IsSerial(DeviceKind kind) => kind is DeviceKind.ModbusRtu or DeviceKind.SerialLine;
}

/// <summary>What a device said of a point.</summary>
/// <param name="PointId">Which point.</param>
/// <param name="Raw">As it was said, before scale and offset.</param>
/// <param name="At">When it was so.</param>
public readonly record struct Sample(int PointId, double Raw, DateTimeOffset At);
