using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>The delays and limits of every cause; those that a person sets come from <see cref="MonitorSettings"/>.</summary>
internal static class MonitorRules
{

    /// <summary>Values of the same number in a row: as many times the longest usual run, and at least so many.</summary>
    private const int UsualRuns = 3;
    private const int LeastRun = 15;
    private const double RangeMargin = 0.5;

    /// <summary>Deviations from the curve of flow and pressure that no water makes.</summary>
    public const double DriftLimit = 5;

    /// <summary>A burst is over when the flow has come back by more than this share of its step.</summary>
    public const double BurstReturn = 0.5;

    /// <summary>A clock that is further ahead than this is wrong, not early.</summary>
    public const int AheadLimit = 5;

    /// <summary>With values further apart than this a step of minutes cannot be seen.</summary>
    public const int CoarsestBurstInterval = 5;

    /// <summary>The scale of the kinds whose thresholds nobody sets.</summary>
    public static OutlierThresholds Scale => OutlierThresholds.Default;

    /// <summary>Silence is what it is about, so silence counts.</summary>
    public static AlarmRule NoData { get; } = Fault(onDelay: 1, offDelay: 5);
    public static AlarmRule Stuck(int interval) => Fault(onDelay: 1, offDelay: 5) with { StepMinutes = interval };
    public static AlarmRule OutOfRange(int interval) => Fault(onDelay: 3, offDelay: 15) with { StepMinutes = interval };
    public static AlarmRule Spike(int interval) => Fault(onDelay: 1, offDelay: MinutesPer.Hour) with { StepMinutes = interval };
    public static AlarmRule ClockJump(int interval) => Fault(onDelay: 1, offDelay: 15) with { StepMinutes = interval };

    /// <summary>Judged at the end of each hour: three in a row, hours that say nothing left out.</summary>
    public static AlarmRule Drift { get; } = new(
        (2 * MinutesPer.Hour) + 1, (4 * MinutesPer.Hour) + 1, 0, OutlierThresholds.Default.Alert,
        OutlierThresholds.Default.Interest)
    { StepMinutes = MinutesPer.Hour };

    public static AlarmRule Burst(int interval) =>
        new(2, 30, 15, OutlierThresholds.Default.Alert, OutlierThresholds.Default.Interest) { StepMinutes = interval };

    public static AlarmRule Forecast(int interval) =>
        new(
            MinutesPer.Hour, MinutesPer.Hour / 2, 0, OutlierThresholds.Default.Serious,
            OutlierThresholds.Default.Caution)
        { StepMinutes = interval };

    /// <summary>Judged once a night: open with the first, closed with the second that is as before.</summary>
    public static AlarmRule Night { get; } = new(
        1, MinutesPer.Day - MinutesPer.Hour, 0, OutlierThresholds.Default.Alert, OutlierThresholds.Default.Interest / 2);

    public static AlarmRule Value(OutlierSettings settings, int interval) =>
        new(settings.OnDelayMinutes, settings.OffDelayMinutes, 0, settings.AlarmAt, settings.ClearBelow) { StepMinutes = interval };

    /// <summary>
    /// A little below the limit nothing is wrong; at the limit it is a caution, after an hour an alert, after six hours serious.
    /// </summary>
    public static double NoDataScore(int missingMinutes, int noDataMinutes, int intervalMinutes)
    {
        var limit = MonitorSettings.NoDataLimit(noDataMinutes, intervalMinutes);
        return missingMinutes >= limit + (6 * MinutesPer.Hour) ? Scale.Serious
            : missingMinutes >= limit + MinutesPer.Hour ? Scale.Alert
            : missingMinutes >= limit ? Scale.Caution
            : (Scale.Interest - 1) * Math.Max(0, missingMinutes) / limit;
    }

    public static double StuckScore(int run, QuantityBehaviour behaviour)
    {
        var limit = Math.Max(LeastRun, UsualRuns * behaviour.LongestRun);
        return run >= limit ? Scale.Alert : (Scale.Interest - 1) * run / limit;
    }

    public static double RangeScore(double value, OutlierSettings settings, QuantityBehaviour behaviour)
    {
        var span = behaviour.Highest - behaviour.Lowest;
        var lowest = settings.RangeMinimum
            ?? Math.Min(behaviour.Lowest, Math.Max(Math.Min(0, behaviour.Lowest), behaviour.Lowest - (RangeMargin * 2 * span)));
        var highest = settings.RangeMaximum ?? (behaviour.Highest + (RangeMargin * 2 * span));
        return double.IsNaN(value) ? double.NaN : value < lowest || value > highest ? Scale.Serious : 0;
    }

    private static AlarmRule Fault(int onDelay, int offDelay) =>
        new(onDelay, offDelay, 0, OutlierThresholds.Default.Caution, OutlierThresholds.Default.Interest);
}
