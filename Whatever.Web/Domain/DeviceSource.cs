using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>How a device is spoken to.</summary>
public enum DeviceKind
{
    /// <summary>Messages of a broker.</summary>
    Mqtt = 0,

    /// <summary>Registers over a network.</summary>
    ModbusTcp = 1,

    /// <summary>Registers over a serial line that several slaves share.</summary>
    ModbusRtu = 2,

    /// <summary>Lines of text that a logger writes to a serial port by itself.</summary>
    SerialLine = 3,
}

/// <summary>The unit of time of a flow that is computed from a counter.</summary>
public enum CounterTime
{
    /// <summary>For m³/h.</summary>
    Hour = 0,

    /// <summary>For L/min.</summary>
    Minute = 1,

    /// <summary>For L/s.</summary>
    Second = 2,
}

/// <summary>One connection that readings come from: a broker, an address, a serial port.</summary>
public sealed class DeviceSource
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public DeviceKind Kind { get; set; }

    /// <summary>A person has stopped it; nothing is asked of it until it goes on.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Where it is and how it is spoken to, as JSON.</summary>
    public required string Connection { get; set; }

    /// <summary>Null where none is needed.</summary>
    public string? ProtectedPassword { get; set; }

    /// <summary>What was taken of it last, as JSON of its driver; written with the readings, so that what comes again is known.</summary>
    public string? Progress { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public List<DevicePoint> Points { get; } = [];
}

/// <summary>One value of a device and the quantity of a sensor that it is.</summary>
public sealed class DevicePoint
{
    public int Id { get; set; }
    public int DeviceId { get; set; }
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }

    /// <summary>Where it stands in what the device says (topic and path, register, column), as JSON.</summary>
    public required string Place { get; set; }

    /// <summary>What is stored is what was said times this, plus <see cref="Offset"/>.</summary>
    public double Scale { get; set; } = 1;
    public double Offset { get; set; }

    /// <summary>It counts a volume; the flow is how much it grew.</summary>
    public bool IsCounter { get; set; }

    /// <summary>Where the counter begins again at 0, such as 65536; null where it never does.</summary>
    public double? CounterRange { get; set; }

    /// <summary>A flow above this is no flow; null for any.</summary>
    public double? LargestFlow { get; set; }
    public CounterTime CounterTime { get; set; }

    /// <summary>What the counter said last, so that the first flow after a restart is known.</summary>
    public double? LastCount { get; set; }
    public DateTimeOffset? LastCountAt { get; set; }

    /// <summary>What it said last before the minute of <see cref="LastCountAt"/>: the flow of that minute is counted from here.
    /// Of a count that is doubted it has no time, and what is missing to that count is the doubted growth of a minute.</summary>
    public double? BaseCount { get; set; }
    public DateTimeOffset? BaseCountAt { get; set; }
}
