namespace Whatever.Web.Domain;

/// <summary>One minute of one sensor. A missing value is null, never 0.</summary>
public sealed class Reading
{
    /// <summary>
    /// Values lie below it, on either side of zero: no water flows or presses so much in any unit. What is larger is what a device or a
    /// program writes where it has no value, such as the largest float.
    /// </summary>
    public const double Limit = 1e15;

    public int SensorKey { get; set; }

    /// <summary>Minutes since 1970-01-01T00:00Z.</summary>
    public int Minute { get; set; }

    public double? FlowRate { get; set; }
    public double? Pressure { get; set; }

    public static bool IsPossible(double value) => Math.Abs(value) < Limit;
}

/// <summary>One UTC hour of one sensor, kept in step with its readings so that a year can be drawn without them.</summary>
public sealed class HourlyRollup
{
    public int SensorKey { get; set; }

    /// <summary>Hours since 1970-01-01T00:00Z.</summary>
    public int Hour { get; set; }

    public int FlowRateCount { get; set; }
    public double? FlowRateMean { get; set; }
    public double? FlowRateMin { get; set; }
    public double? FlowRateMax { get; set; }
    public int PressureCount { get; set; }
    public double? PressureMean { get; set; }
    public double? PressureMin { get; set; }
    public double? PressureMax { get; set; }
}
