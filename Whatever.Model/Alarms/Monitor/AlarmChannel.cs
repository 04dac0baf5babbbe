using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>A cause and the quantity it is about: each has a timer of its own.</summary>
/// <param name="Cause">What an alarm of this channel is about.</param>
/// <param name="Quantity">Null where it is about both or neither.</param>
public readonly record struct AlarmChannel(AlarmCause Cause, Quantity? Quantity)
{
    /// <summary>Nothing comes from the sensor.</summary>
    public static AlarmChannel NoData { get; } = new(AlarmCause.NoData, null);

    /// <summary>All channels of one sensor.</summary>
    public static IReadOnlyList<AlarmChannel> All { get; } =
    [
        NoData, new(AlarmCause.NoData, Series.Quantity.FlowRate), new(AlarmCause.NoData, Series.Quantity.Pressure),
        new(AlarmCause.Stuck, null), new(AlarmCause.Stuck, Series.Quantity.FlowRate), new(AlarmCause.Stuck, Series.Quantity.Pressure),
        new(AlarmCause.OutOfRange, Series.Quantity.FlowRate), new(AlarmCause.OutOfRange, Series.Quantity.Pressure),
        new(AlarmCause.Spike, Series.Quantity.FlowRate), new(AlarmCause.Spike, Series.Quantity.Pressure),
        new(AlarmCause.ClockJump, null), new(AlarmCause.Drift, null),
        new(AlarmCause.High, Series.Quantity.FlowRate), new(AlarmCause.Low, Series.Quantity.FlowRate),
        new(AlarmCause.High, Series.Quantity.Pressure), new(AlarmCause.Low, Series.Quantity.Pressure),
        new(AlarmCause.Burst, null),
        new(AlarmCause.Forecast, Series.Quantity.FlowRate), new(AlarmCause.Forecast, Series.Quantity.Pressure),
        new(AlarmCause.NightFlowStep, Series.Quantity.FlowRate), new(AlarmCause.Leak, Series.Quantity.FlowRate),
    ];

    private const int Places = 3;

    /// <summary>Asked for many times a minute, so made once.</summary>
    private static readonly string[] Names =
        [.. AlarmCauses.All.SelectMany(cause => new[] { $"{cause}", $"{cause}/flow_rate", $"{cause}/pressure" })];

    /// <summary>The name under which its timer is stored, such as <c>High/flow_rate</c>.</summary>
    public string Name => Names[((int)Cause * Places) + (Quantity is { } quantity ? 1 + (int)quantity : 0)];

    /// <summary>
    /// While an alarm of this channel is open, what the sensor says is not believed. One quantity that does not come says nothing of the
    /// other.
    /// </summary>
    public bool IsFault => Cause is AlarmCause.Stuck or AlarmCause.OutOfRange or AlarmCause.ClockJump or AlarmCause.Drift || this == NoData;

    /// <summary>The channels whose <see cref="IsFault"/> holds.</summary>
    public static IReadOnlyList<AlarmChannel> Faults { get; } = [.. All.Where(channel => channel.IsFault)];
}
