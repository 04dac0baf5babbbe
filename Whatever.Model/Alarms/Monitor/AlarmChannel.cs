using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>A cause and the quantity it is about: each has a timer of its own.</summary>
/// <param name="Cause">What an alarm of this channel is about.</param>
/// <param name="Quantity">Null where it is about both or neither.</param>
public readonly record struct AlarmChannel(AlarmCause Cause, Quantity? Quantity)
{
    /// <summary>All channels of one sensor.</summary>
    public static IReadOnlyList<AlarmChannel> All { get; } =
    [
        new(AlarmCause.NoData, null), new(AlarmCause.NoData, Series.Quantity.FlowRate), new(AlarmCause.NoData, Series.Quantity.Pressure),
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

    /// <summary>The name under which its timer is stored, such as <c>High/flow_rate</c>.</summary>
    public string Name => Quantity is { } quantity ? $"{Cause}/{quantity.ToWireName()}" : Cause.ToString();

    /// <summary>While an alarm of this channel is open, what the sensor says is not believed.</summary>
    public bool IsFault => Cause is AlarmCause.NoData or AlarmCause.Stuck or AlarmCause.OutOfRange or AlarmCause.ClockJump or AlarmCause.Drift;
}
