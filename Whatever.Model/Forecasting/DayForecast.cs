using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>The mean over one target hour.</summary>
/// <param name="Step">1..6: days ahead of the base day.</param>
/// <param name="Hour">0..23.</param>
/// <param name="TargetHour">Local time at which the hour begins.</param>
/// <param name="Value">In the unit of the quantity; finite.</param>
/// <param name="LowConfidence">More than 20 % of the window was made up, or there was less than a day of context.</param>
public readonly record struct StepForecast(int Step, int Hour, DateTime TargetHour, double Value, bool LowConfidence)
{
    /// <summary>A tenth of the values is expected below; null for a model without a band.</summary>
    public double? P10 { get; init; }

    /// <summary>A tenth of the values is expected above; null for a model without a band.</summary>
    public double? P90 { get; init; }
}

/// <summary>An hour without a forecast.</summary>
/// <param name="Hour">0..23 of the base day: the window ends where it begins.</param>
/// <param name="Reason">One sentence.</param>
public readonly record struct SkippedHour(int Hour, Phrase Reason);

/// <summary>All forecasts of one base day.</summary>
/// <param name="Quantity">What was forecast.</param>
/// <param name="BaseDay">The day whose readings were looked at.</param>
/// <param name="ModelVersion">Version of the model.</param>
/// <param name="Values">Up to 144, by step and hour.</param>
/// <param name="Skipped">Hours that are missing from <paramref name="Values"/>.</param>
public sealed record DayForecast(
    Quantity Quantity, DateOnly BaseDay, string ModelVersion, IReadOnlyList<StepForecast> Values, IReadOnlyList<SkippedHour> Skipped)
{
    /// <summary>Whether any value is of low confidence.</summary>
    public bool LowConfidence => Values.Any(value => value.LowConfidence);
}
