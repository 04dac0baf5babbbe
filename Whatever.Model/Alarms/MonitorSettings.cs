using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms;

/// <summary>What a person sets for one quantity of a sensor.</summary>
public sealed record QuantitySettings
{
    /// <summary>The default of <see cref="AlarmAt"/>.</summary>
    public const double DefaultAlarmAt = 99.9;

    /// <summary>The default of <see cref="OnDelayMinutes"/>.</summary>
    public const int DefaultOnDelayMinutes = 30;

    /// <summary>The default of <see cref="OffDelayMinutes"/>.</summary>
    public const int DefaultOffDelayMinutes = 15;

    /// <summary>The default of <see cref="NoDataMinutes"/>.</summary>
    public const int DefaultNoDataMinutes = 10;

    private const double LeastAlarmAt = 90;
    private const int LongestDelay = 1440;

    /// <summary>Which end is unusual.</summary>
    public Tail Tail { get; init; }

    /// <summary>Where the stages of a minute begin.</summary>
    public OutlierThresholds Thresholds { get; init; } = OutlierThresholds.Default;

    /// <summary>
    /// From this percentile on, for <see cref="OnDelayMinutes"/>, minutes become an alarm. A stage is about a minute: of a healthy signal one in a hundred
    /// is serious by definition. An alarm is about an event.
    /// </summary>
    public double AlarmAt { get; init; } = DefaultAlarmAt;

    /// <summary>1 or more.</summary>
    public int OnDelayMinutes { get; init; } = DefaultOnDelayMinutes;

    /// <summary>1 or more.</summary>
    public int OffDelayMinutes { get; init; } = DefaultOffDelayMinutes;

    /// <summary>Below this the meter cannot show; null: learned from history.</summary>
    public double? RangeMinimum { get; init; }

    /// <summary>Above this the meter cannot show; null: learned from history.</summary>
    public double? RangeMaximum { get; init; }

    /// <summary>Without a value for this long there is an alarm, 1 to 1,440; at least three sampling intervals are waited for.</summary>
    public int NoDataMinutes { get; init; } = DefaultNoDataMinutes;

    /// <summary>Of the flow rate: what people and works are known to draw at night, unit of the flow rate, 0 or more.</summary>
    public double LegitimateNightUse { get; init; }

    /// <summary>The percentile below which an alarm ends: where the stage Caution begins.</summary>
    public double ClearBelow => Math.Min(AlarmAt, Thresholds.Caution);

    /// <summary>One sentence per thing that is wrong; empty where nothing is.</summary>
    /// <param name="alarmAt">90 or more and below 100.</param>
    /// <param name="onDelayMinutes">1 to 1,440.</param>
    /// <param name="offDelayMinutes">1 to 1,440.</param>
    /// <param name="rangeMinimum">Below the maximum.</param>
    /// <param name="rangeMaximum">Above the minimum.</param>
    public static IReadOnlyList<FormattableString> Validate(double alarmAt, int onDelayMinutes, int offDelayMinutes, double? rangeMinimum, double? rangeMaximum)
    {
        var problems = new List<FormattableString>();
        if (!(alarmAt >= LeastAlarmAt && alarmAt < 100))
        {
            problems.Add($"The percentile of an alarm is {alarmAt}, expected {LeastAlarmAt} or more and below 100.");
        }

        foreach (var (name, minutes) in new[] { ("on-delay", onDelayMinutes), ("off-delay", offDelayMinutes) })
        {
            if (minutes is < 1 or > LongestDelay)
            {
                problems.Add($"The {name} is {minutes} minutes, expected 1 to {LongestDelay}.");
            }
        }

        if (rangeMinimum >= rangeMaximum || !double.IsFinite(rangeMinimum ?? 0) || !double.IsFinite(rangeMaximum ?? 0))
        {
            problems.Add($"The range of the meter is {rangeMinimum} to {rangeMaximum}, expected a minimum below the maximum.");
        }

        return problems;
    }

    /// <summary>One sentence per thing that is wrong with what is not about single values; empty where nothing is.</summary>
    /// <param name="noDataMinutes">1 to 1,440.</param>
    /// <param name="legitimateNightUse">Finite, 0 or more.</param>
    public static IReadOnlyList<FormattableString> ValidateNightAndNoData(int noDataMinutes, double legitimateNightUse)
    {
        var problems = new List<FormattableString>();
        if (noDataMinutes is < 1 or > LongestDelay)
        {
            problems.Add($"The time without data is {noDataMinutes} minutes, expected 1 to {LongestDelay}.");
        }

        if (!(double.IsFinite(legitimateNightUse) && legitimateNightUse >= 0))
        {
            problems.Add($"The legitimate night use is {legitimateNightUse}, expected 0 or more.");
        }

        return problems;
    }

    /// <summary>High flow is what matters; of pressure both ends do.</summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    public static QuantitySettings Default(Quantity quantity) => new() { Tail = quantity == Quantity.FlowRate ? Tail.Upper : Tail.Both };
}

/// <summary>What a person sets for a sensor.</summary>
public sealed record MonitorSettings
{
    private const int LeastIntervals = 3;

    /// <summary>From one reading to the next: 1, 5, 10, 15 or 60.</summary>
    public int IntervalMinutes { get; init; } = 1;

    /// <summary>Settings of the flow rate.</summary>
    public QuantitySettings FlowRate { get; init; } = QuantitySettings.Default(Quantity.FlowRate);

    /// <summary>Settings of the pressure.</summary>
    public QuantitySettings Pressure { get; init; } = QuantitySettings.Default(Quantity.Pressure);

    /// <summary>Whether a burst can be told: of values further apart than five minutes its step cannot.</summary>
    public bool DetectsBursts => IntervalMinutes <= Monitor.MonitorRules.CoarsestBurstInterval;

    /// <summary>How long nothing has to come until that is no data; three sampling intervals are always waited for.</summary>
    /// <param name="noDataMinutes">As a person set it, minutes.</param>
    /// <param name="intervalMinutes">From one reading to the next.</param>
    public static int NoDataLimit(int noDataMinutes, int intervalMinutes) => Math.Max(noDataMinutes, LeastIntervals * intervalMinutes);

    /// <summary>Settings of a quantity.</summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    public QuantitySettings Of(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRate : Pressure;
}
