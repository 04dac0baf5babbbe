namespace Whatever.Model.Forecasting;

/// <summary>What a network can be shown at each step of its window, by the names in <c>model.json</c>.</summary>
public static class FeatureNames
{
    /// <summary>The measured value, scaled.</summary>
    public const string Value = "value";

    /// <summary>sin and cos of the time of day of the step.</summary>
    public const string TimeOfDaySin = "time_of_day_sin";

    /// <summary>See <see cref="TimeOfDaySin"/>.</summary>
    public const string TimeOfDayCos = "time_of_day_cos";

    /// <summary>sin and cos of the day of the week at the window's end.</summary>
    public const string DayOfWeekSin = "day_of_week_sin";

    /// <summary>See <see cref="DayOfWeekSin"/>.</summary>
    public const string DayOfWeekCos = "day_of_week_cos";

    /// <summary>Mean of the target hour over the days of the context, scaled.</summary>
    public const string HourMean = "hour_mean";

    /// <summary>Followed by 1..6: the mean of the same hour a week before that step's target, scaled.</summary>
    public const string LastWeekPrefix = "last_week_";

    /// <summary>The flow rate as it was measured, whatever the model forecasts.</summary>
    public const string FlowRate = "flow_rate";

    /// <summary>The pressure as it was measured, whatever the model forecasts.</summary>
    public const string Pressure = "pressure";

    /// <summary>0 to 23 on the sensor's clock.</summary>
    public const string Hour = "hour";

    /// <summary>0 on Monday to 6 on Sunday.</summary>
    public const string Weekday = "weekday";

    /// <summary>sin(2 pi hour / 24).</summary>
    public const string HourSin = "hour_sin";

    /// <summary>cos(2 pi hour / 24).</summary>
    public const string HourCos = "hour_cos";

    /// <summary>sin(2 pi weekday / 7).</summary>
    public const string WeekdaySin = "weekday_sin";

    /// <summary>cos(2 pi weekday / 7).</summary>
    public const string WeekdayCos = "weekday_cos";

    /// <summary>1 to 12.</summary>
    public const string Month = "month";

    /// <summary>1 on a public holiday of the sensor's calendar, 0 on any other day.</summary>
    public const string Holiday = "holiday";

    /// <summary>The same number at every step, <see cref="FeatureSetting.Constant"/>.</summary>
    public const string Constant = "constant";

    /// <summary>What an input of a network that was made elsewhere can be said to be.</summary>
    public static IReadOnlyList<string> OfImports { get; } =
        [FlowRate, Pressure, Hour, Weekday, Month, Holiday, HourSin, HourCos, WeekdaySin, WeekdayCos, Constant];

    /// <summary>What a network that is trained here is shown.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Value, TimeOfDaySin, TimeOfDayCos, DayOfWeekSin, DayOfWeekCos, HourMean,
        .. Enumerable.Range(1, ForecastTargets.Days).Select(step => $"{LastWeekPrefix}{step}"),
    ];

    /// <summary>Every name that the station can forecast with.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. All, .. OfImports];

    /// <summary>Whether a feature looks back a week.</summary>
    public static bool NeedsContext(string name) => name == HourMean || name.StartsWith(LastWeekPrefix, StringComparison.Ordinal);
}
