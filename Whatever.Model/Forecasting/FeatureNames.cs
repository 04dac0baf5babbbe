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

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Value, TimeOfDaySin, TimeOfDayCos, DayOfWeekSin, DayOfWeekCos, HourMean,
        .. Enumerable.Range(1, ForecastTargets.Days).Select(step => $"{LastWeekPrefix}{step}"),
    ];

    /// <summary>Whether a feature looks back a week.</summary>
    public static bool NeedsContext(string name) => name == HourMean || name.StartsWith(LastWeekPrefix, StringComparison.Ordinal);
}
