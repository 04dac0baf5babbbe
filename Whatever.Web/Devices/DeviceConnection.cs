namespace Whatever.Web.Devices;

/// <summary>How a serial line tells that a letter was heard right.</summary>
public enum LineParity
{
    None = 0,
    Even = 1,
    Odd = 2,
}

/// <summary>Where a device is and how it is spoken to. Each kind uses its own fields, the others stand as they are.</summary>
public sealed record DeviceConnection
{
    public const int MqttPort = 1883;
    public const int MqttTlsPort = 8883;
    public const int ModbusPort = 502;

    public string Host { get; init; } = "";
    public int Port { get; init; } = MqttPort;
    public bool UseTls { get; init; }

    /// <summary>Certificates that are trusted beside those of the machine, as PEM; null for none.</summary>
    public string? TrustedCertificates { get; init; }

    /// <summary>By which the broker keeps what was published while the station was away. Two stations must not have the same.</summary>
    public string? ClientId { get; init; }
    public string? User { get; init; }

    /// <summary>For brokers that do not know MQTT 5.</summary>
    public bool IsMqtt311 { get; init; }

    /// <summary>Such as <c>/dev/ttyUSB0</c> or <c>COM3</c>.</summary>
    public string SerialPort { get; init; } = "";
    public int BaudRate { get; init; } = 9600;
    public LineParity Parity { get; init; }
    public int StopBits { get; init; } = 1;

    /// <summary>How long a slave may take to answer.</summary>
    public int TimeoutMilliseconds { get; init; } = 1000;

    /// <summary>Which column of a line is the time, from 1 on; 0 where lines have none and the time of arrival counts.</summary>
    public int TimeColumn { get; init; }
}
