using System.Text;
using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings;

/// <summary>What happened to one pushed row; why, which rule and which field are null where it was accepted.</summary>
public sealed record PushedRow(int Index, string Status, string? Reason, string? Code, string? Field);

/// <summary>The answer to a push: every row is accounted for.</summary>
public sealed record PushAnswer(
    int Read, int Inserted, int Updated, int Unchanged, int Duplicates, int Rejected, IReadOnlyList<PushedRow> Rows);

/// <summary>Takes a JSON array of <c>{time, flow_rate, pressure}</c>; good rows are stored whatever the bad ones look like.</summary>
public sealed class PushedReadings(ReadingStore store, TimeProvider time)
{
    public async Task<PushAnswer> TakeAsync(Sensor sensor, IReadOnlyList<JsonElement> items, CancellationToken cancellation)
    {
        var collector = new ReadingCollector();
        var rows = new List<PushedRow>(items.Count);
        var latest = StationClock.LatestReading(time.GetUtcNow());
        for (var index = 0; index < items.Count; index++)
        {
            var problem = Parse(items[index], sensor.Clock, latest, out var minute, out var flowRate, out var pressure);
            if (problem is null)
            {
                collector.Add(minute, flowRate, pressure);
            }

            rows.Add(new PushedRow(index, problem is null ? "accepted" : "rejected", problem?.ToString(), problem?.Code, problem?.Field));
        }

        var columns = collector.ToColumns();
        var counts = columns.Count == 0 ? default : await store.StoreAsync(sensor.Key, columns, cancellation: cancellation);
        return new PushAnswer(
            items.Count, counts.Inserted, counts.Updated, counts.Unchanged, collector.Duplicates, rows.Count(row => row.Reason is not null),
            rows);
    }

    private static Problem? Parse(
        JsonElement item, StationClock clock, int latest, out int minute, out double flowRate, out double pressure)
    {
        (minute, flowRate, pressure) = (0, double.NaN, double.NaN);
        if (item.ValueKind != JsonValueKind.Object)
        {
            return new Problem("reading.no-object", JsonProblems.Found(item));
        }

        var isThere = item.TryGetProperty("time", out var written);
        var isText = isThere && written.ValueKind == JsonValueKind.String;
        var time = isText ? TextOf(written) : "";
        if (!TimeParser.TryParse(Encoding.UTF8.GetBytes(time), null, out var wallClock, out var offset))
        {
            var found = isThere && !isText ? JsonProblems.Found(written) : Excerpt.Of(time);
            return new Problem("csv.field", "time", found, TimeParser.Expected).At("time");
        }

        minute = offset is { } minutes
            ? StationClock.MinuteOf(new DateTimeOffset(wallClock, TimeSpan.FromMinutes(minutes)))
            : clock.ToMinute(wallClock);
        if (minute > latest)
        {
            return new Problem("csv.future", Excerpt.Of(time)).At("time");
        }

        return ParseValue(item, "flow_rate", out flowRate) ?? ParseValue(item, "pressure", out pressure) ?? RequireOne(item);
    }

    private static Problem? RequireOne(JsonElement item) =>
        item.TryGetProperty("flow_rate", out _) || item.TryGetProperty("pressure", out _) ? null : new Problem("reading.no-quantity");

    private static Problem? ParseValue(JsonElement item, string name, out double value)
    {
        value = double.NaN;
        if (!item.TryGetProperty(name, out var written) || written.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var good = written.ValueKind switch
        {
            JsonValueKind.Number => written.TryGetDouble(out value) && double.IsFinite(value),
            JsonValueKind.String => ValueParser.TryParse(Encoding.UTF8.GetBytes(TextOf(written)), out value),
            _ => false,
        };
        return good ? null : new Problem("reading.value", name, JsonProblems.Found(written), ValueParser.Expected).At(name);
    }

    /// <summary>The text, or as it is written where it is none: half a letter (<c>\ud800</c>), or bytes that are no UTF-8.</summary>
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return JsonProblems.Written(text);
        }
    }
}
