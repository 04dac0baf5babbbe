using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms;

/// <summary>What a person sets for a sensor.</summary>
public sealed record MonitorSettings
{
    private const int LeastIntervals = 3;

    /// <summary>From the question whether an alarm is what is normal now until it is learned, where nobody answers.</summary>
    public const int MinutesForAnswer = 3 * MinutesPer.Day;

    /// <summary>From one reading to the next: 1, 5, 10, 15 or 60.</summary>
    public int IntervalMinutes { get; init; } = 1;

    /// <summary>Settings of the flow rate.</summary>
    public OutlierSettings FlowRate { get; init; } = OutlierSettings.Default(Quantity.FlowRate);

    /// <summary>Settings of the pressure.</summary>
    public OutlierSettings Pressure { get; init; } = OutlierSettings.Default(Quantity.Pressure);

    /// <summary>Whether a burst can be told: of values further apart than five minutes its step cannot.</summary>
    public bool DetectsBursts => IntervalMinutes <= Monitor.MonitorRules.CoarsestBurstInterval;

    /// <summary>How long nothing has to come until that is no data; three sampling intervals are always waited for.</summary>
    /// <param name="noDataMinutes">As a person set it, minutes.</param>
    /// <param name="intervalMinutes">From one reading to the next.</param>
    public static int NoDataLimit(int noDataMinutes, int intervalMinutes) => Math.Max(noDataMinutes, LeastIntervals * intervalMinutes);

    /// <summary>Settings of a quantity.</summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    public OutlierSettings Of(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRate : Pressure;
}
