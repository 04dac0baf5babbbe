namespace Whatever.Model.Forecasting;

/// <summary>
/// The targets of iD+1H: step i of hour h is the mean over the hour that begins i days after hour h of the base day begins.
/// </summary>
public static class ForecastTargets
{
    /// <summary>Steps, one per day ahead.</summary>
    public const int Days = 6;

    /// <summary>Hours of a day.</summary>
    public const int Hours = 24;

    /// <summary>Where the window of <paramref name="hour"/> (0..23) ends: where that hour of the base day begins.</summary>
    public static DateTime WindowEnd(DateOnly baseDay, int hour) => baseDay.ToDateTime(TimeOnly.MinValue).AddHours(hour);

    /// <summary>The hour that step 1..6 of <paramref name="hour"/> forecasts.</summary>
    public static DateTime TargetHour(DateOnly baseDay, int step, int hour) => WindowEnd(baseDay, hour).AddDays(step);
}
