using System.Text.Json.Serialization;
using Whatever.Model.Problems;

namespace Whatever.Web.Forecasting;

/// <summary>What a forecast run did.</summary>
public sealed record ForecastReport
{
    public required string Sensor { get; init; }

    /// <summary>Null where there is no day to forecast from.</summary>
    public required string? BaseDay { get; init; }

    /// <summary>Paths of the files written.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Rows of prediction.csv.</summary>
    public int Rows { get; init; }

    /// <summary>Some hour rests on a window with more than 20 % repaired values.</summary>
    public bool LowConfidence { get; init; }

    /// <summary>Hours without a forecast, and why.</summary>
    public IReadOnlyList<SkippedForecast> Skipped { get; init; } = [];

    /// <summary>Quantity to model version.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>Files queued for delivery that were not queued before.</summary>
    public int Queued { get; init; }

    /// <summary>Why there is no forecast at all; null where there is one.</summary>
    [JsonIgnore]
    public Problem? Refusal { get; init; }

    /// <summary>The same as a sentence.</summary>
    public string? Problem => Refusal?.ToString();

    public static ForecastReport Without(string sensor, DateOnly? day, Problem problem) => new()
    {
        Sensor = sensor,
        BaseDay = day is { } asked ? Domain.WireTime.WriteDay(asked) : null,
        Refusal = problem,
    };
}

/// <param name="Hour">0..23 of the base day: the window ends where this hour begins.</param>
/// <param name="Why">What stands against it.</param>
public sealed record SkippedForecast(string Quantity, int Hour, [property: JsonIgnore] Phrase Why)
{
    /// <summary>The same as a sentence.</summary>
    public string Reason => Why.ToString();
}
