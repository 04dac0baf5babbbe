using System.Text;
using System.Text.Json;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings;

/// <summary>What happened to one pushed row.</summary>
public sealed record PushedRow(int Index, string Status, string? Reason);

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
            var reason = Parse(items[index], sensor.Clock, latest, out var minute, out var flowRate, out var pressure);
            if (reason is null)
            {
                collector.Add(minute, flowRate, pressure);
            }

            rows.Add(new PushedRow(index, reason is null ? "accepted" : "rejected", reason));
        }

        var columns = collector.ToColumns();
        var counts = columns.Count == 0 ? default : await store.StoreAsync(sensor.Key, columns, cancellation: cancellation);
        return new PushAnswer(
            items.Count, counts.Inserted, counts.Updated, counts.Unchanged, collector.Duplicates, rows.Count(row => row.Reason is not null),
            rows);
    }

    private static string? Parse(JsonElement item, StationClock clock, int latest, out int minute, out double flowRate, out double pressure)
    {
        (minute, flowRate, pressure) = (0, double.NaN, double.NaN);
        if (item.ValueKind != JsonValueKind.Object)
        {
            return $"found {item.ValueKind}, expected an object with time, flow_rate and pressure";
        }

        var time = item.TryGetProperty("time", out var written) && written.ValueKind == JsonValueKind.String ? TextOf(written) : "";
        if (!TimeParser.TryParse(Encoding.UTF8.GetBytes(time), out var wallClock, out var offset))
        {
            return $"time is \"{CsvHeader.Shorten(time)}\", expected {TimeParser.Expected}";
        }

        minute = offset is { } minutes
            ? StationClock.MinuteOf(new DateTimeOffset(wallClock, TimeSpan.FromMinutes(minutes)))
            : clock.ToMinute(wallClock);
        if (minute > latest)
        {
            return $"time is \"{CsvHeader.Shorten(time)}\", which is still to come";
        }

        return ParseValue(item, "flow_rate", out flowRate) ?? ParseValue(item, "pressure", out pressure) ?? RequireOne(item);
    }

    private static string? RequireOne(JsonElement item) =>
        item.TryGetProperty("flow_rate", out _) || item.TryGetProperty("pressure", out _) ? null : "names neither flow_rate nor pressure";

    private static string? ParseValue(JsonElement item, string name, out double value)
    {
        value = double.NaN;
        if (!item.TryGetProperty(name, out var written) || written.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var good = written.ValueKind switch
        {
            JsonValueKind.Number => written.TryGetDouble(out value) && double.IsFinite(value),
            JsonValueKind.String => ValueParser.TryParse(Encoding.UTF8.GetBytes(TextOf(written)), decimalComma: false, out value),
            _ => false,
        };
        return good ? null : $"{name} is {CsvHeader.Shorten(written.GetRawText())}, expected {ValueParser.Expected}";
    }

    /// <summary>The text, or as it is written where it holds half a letter (<c>\ud800</c>) and is no text.</summary>
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }
}
