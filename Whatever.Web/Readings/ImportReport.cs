using System.Text.Json;
using System.Text.Json.Serialization;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings;

/// <summary>What an import of a file did, for who started it at the station itself.</summary>
public sealed record ImportReport : ImportSummary
{
    [JsonPropertyOrder(-1)]
    public required string Sensor { get; init; }

    [JsonPropertyOrder(-1)]
    public required string File { get; init; }

    /// <summary>Path of the file with the rejected rows; null where there are none.</summary>
    [JsonPropertyOrder(1)]
    public required string? RejectsFile { get; init; }

    [JsonPropertyOrder(1)]
    public required double Seconds { get; init; }

    /// <summary>What was special about the counts of a counter, for the screen.</summary>
    [JsonIgnore]
    public IReadOnlyList<Whatever.Model.Problems.Phrase> CounterNotes { get; init; } = [];

    /// <summary>Number of the import, under which its rejected rows can be fetched.</summary>
    [JsonIgnore]
    public long ImportId { get; init; }

    /// <summary>The first of the rejected rows, for the screen.</summary>
    [JsonIgnore]
    public IReadOnlyList<RejectedRow> FirstRejects { get; init; } = [];

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
