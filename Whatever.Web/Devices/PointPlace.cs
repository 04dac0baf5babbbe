namespace Whatever.Web.Devices;

/// <summary>Which registers a value stands in.</summary>
public enum RegisterTable
{
    /// <summary>Function 3.</summary>
    Holding = 0,

    /// <summary>Function 4.</summary>
    Input = 1,
}

/// <summary>What the bits of a register mean.</summary>
public enum RegisterFormat
{
    Signed16 = 0,
    Unsigned16 = 1,
    Signed32 = 2,
    Unsigned32 = 3,
    Real32 = 4,
}

/// <summary>In which order the four bytes of a value of two registers stand; A is the highest.</summary>
public enum WordOrder
{
    Abcd = 0,
    Cdab = 1,
    Badc = 2,
    Dcba = 3,
}

/// <summary>Where a value stands in what a device says. Each kind uses its own fields.</summary>
public sealed record PointPlace
{
    /// <summary>A topic filter of MQTT.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Such as <c>flow.rate</c> or <c>values[0]</c>; empty where the message is the number alone.</summary>
    public string ValuePath { get; init; } = "";

    /// <summary>Where the time stands in the message; empty where the time of arrival counts.</summary>
    public string TimePath { get; init; } = "";

    /// <summary>1 to 247; 0 and 255 are for a device that is reached directly over a network.</summary>
    public int Unit { get; init; } = 1;
    public RegisterTable Table { get; init; }

    /// <summary>As it stands on the wire: the first register is 0.</summary>
    public int Register { get; init; }
    public RegisterFormat Format { get; init; }
    public WordOrder WordOrder { get; init; }

    /// <summary>Of a line of text, from 1 on.</summary>
    public int Column { get; init; } = 1;
}
