using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>What happened to one pushed row; why, which rule and which field are null where it was accepted.</summary>
public sealed record PushedRowAnswer(int Index, string Status, string? Reason, string? Code, string? Field);

/// <summary>The answer to a push: every row is accounted for.</summary>
public sealed record PushAnswer(
    int Read, int Inserted, int Updated, int Unchanged, int Duplicates, int Rejected, IReadOnlyList<PushedRowAnswer> Rows)
{
    /// <summary>There were rows, and none of them was taken.</summary>
    [JsonIgnore]
    public bool TookNothing => Read > 0 && Rejected == Read;
}

/// <summary>Takes rows of readings as JSON, of one sensor or of many; good ones are stored whatever the bad ones look like.</summary>
public sealed class PushedReadings(IDbContextFactory<StationDbContext> contexts, ReadingStore store, TimeProvider time)
{
    private const string SensorId = "sensor_id";

    public Task<PushAnswer> TakeAsync(Sensor sensor, IReadOnlyList<JsonElement> items, CancellationToken cancellation) =>
        TakeAsync(items, _ => (sensor, null), cancellation);

    /// <summary>Each row names its sensor as <c>sensor_id</c>.</summary>
    public async Task<PushAnswer> TakeManyAsync(IReadOnlyList<JsonElement> items, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToDictionaryAsync(sensor => sensor.Id, cancellation);
        return await TakeAsync(items, item => Find(item, sensors), cancellation);
    }

    private static (Sensor?, Problem?) Find(JsonElement item, Dictionary<string, Sensor> sensors)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return (null, new Problem("reading.no-object", JsonProblems.Found(item)));
        }

        if (!TryFindId(item, out var id) || id.ValueKind != JsonValueKind.String)
        {
            return (null, new Problem("reading.no-sensor", id.ValueKind == JsonValueKind.Undefined ? "" : JsonProblems.Found(id))
                .At(SensorId));
        }

        var written = JsonProblems.Written(id).Trim('"');
        return sensors.TryGetValue(written, out var sensor)
            ? (sensor, null)
            : (null, new Problem("sensor.unknown-listed", Excerpt.Of(written)).At(SensorId));
    }

    private static bool TryFindId(JsonElement item, out JsonElement id)
    {
        try
        {
            return item.TryGetProperty(SensorId, out id);
        }
        catch (InvalidOperationException)
        {
            // Another name of the row is half a letter.
            id = default;
            return false;
        }
    }

    private async Task<PushAnswer> TakeAsync(
        IReadOnlyList<JsonElement> items, Func<JsonElement, (Sensor? Sensor, Problem? Problem)> find, CancellationToken cancellation)
    {
        var collectors = new Dictionary<int, ReadingCollector>();
        var rows = new List<PushedRowAnswer>(items.Count);
        var latest = StationClock.LatestReading(time.GetUtcNow());
        for (var index = 0; index < items.Count; index++)
        {
            var (sensor, problem) = find(items[index]);
            if (sensor is not null)
            {
                problem = PushedRow.Read(items[index], sensor.Clock, latest, out var minute, out var flowRate, out var pressure);
                if (problem is null)
                {
                    (collectors.TryGetValue(sensor.Key, out var known) ? known : collectors[sensor.Key] = new ReadingCollector())
                        .Add(minute, flowRate, pressure);
                }
            }

            rows.Add(new PushedRowAnswer(
                index, problem is null ? "accepted" : "rejected", problem?.ToString(), problem?.Code, problem?.Field));
        }

        var (counts, replaced) = await StoreAsync(collectors, cancellation);
        return new PushAnswer(
            items.Count, counts.Inserted, counts.Updated, counts.Unchanged, replaced, rows.Count(row => row.Reason is not null), rows);
    }

    private async Task<(WriteCounts Counts, int Replaced)> StoreAsync(
        Dictionary<int, ReadingCollector> collectors, CancellationToken cancellation)
    {
        var (counts, replaced) = (default(WriteCounts), 0);
        foreach (var (sensorKey, collector) in collectors)
        {
            counts += await store.StoreAsync(sensorKey, collector.ToColumns(), cancellation: cancellation);
            replaced += collector.Duplicates + collector.Merged;
        }

        return (counts, replaced);
    }
}
