using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings;

/// <summary>What the parts of a pushed body say, before anything is stored.</summary>
internal sealed class PushedRows
{
    private PushedRows(IgnoredFields ignored) => Ignored = ignored;

    /// <summary>Good rows by the key of their sensor.</summary>
    public Dictionary<int, ReadingCollector> BySensor { get; } = [];

    /// <summary>What is said of each row, in their order.</summary>
    public List<PushedRowAnswer> Answers { get; } = [];

    /// <summary>Names that mean nothing here.</summary>
    public IgnoredFields Ignored { get; }

    /// <param name="items">The parts of the body.</param>
    /// <param name="sensorIds">Of the station, where they are SenML.</param>
    /// <param name="isMany">Of many sensors.</param>
    /// <param name="at">When they came: times that lie some seconds back, or have no day, count from it.</param>
    /// <param name="now">The station's clock, which says what lies in the future.</param>
    /// <param name="find">The sensor of a row, or why there is none.</param>
    public static PushedRows Read(
        IReadOnlyList<PushedItem> items, IReadOnlyCollection<string> sensorIds, bool isMany, DateTimeOffset at, DateTimeOffset now,
        Func<JsonElement, (Sensor? Sensor, Problem? Problem)> find)
    {
        var rows = new PushedRows(new IgnoredFields());
        var latest = StationClock.LatestReading(now);
        foreach (var item in RowsOf(items, sensorIds, isMany, at, rows.Ignored))
        {
            rows.Take(item, latest, find);
        }

        return rows;
    }

    /// <summary>The sensor that a row of many sensors names.</summary>
    public static (Sensor? Sensor, Problem? Problem) Find(
        JsonElement item, Dictionary<string, Sensor> sensors, Func<string, bool> mayFeed)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return (null, new Problem("reading.no-object", JsonProblems.Found(item)));
        }

        var id = item.EnumerateObject().FirstOrDefault(part => PushedFields.Meaning(PushedFields.NameOf(part)) == PushedField.Sensor).Value;
        if (id.ValueKind != JsonValueKind.String)
        {
            return (null, new Problem("reading.no-sensor", id.ValueKind == JsonValueKind.Undefined ? "" : JsonProblems.Found(id))
                .At(PushedForms.SensorId));
        }

        var written = JsonProblems.Written(id).Trim('"');
        if (!mayFeed(written))
        {
            return (null, new Problem("access.sensor", Excerpt.Of(written)).At(PushedForms.SensorId));
        }

        return sensors.TryGetValue(written, out var sensor)
            ? (sensor, null)
            : (null, new Problem("sensor.unknown-listed", Excerpt.Of(written)).At(PushedForms.SensorId));
    }

    private static IEnumerable<PushedItem> RowsOf(
        IReadOnlyList<PushedItem> items, IReadOnlyCollection<string> sensorIds, bool isMany, DateTimeOffset now, IgnoredFields ignored) =>
        SenMl.Is(items)
            ? SenMl.RowsOf(items, sensorIds, isMany, now, ignored)
            : items.SelectMany(item => item.Problem is null
                ? PushedForms.RowsOf(item.Element, isMany, ignored).Select(row => item with { Element = row })
                : [item]);

    private void Take(PushedItem item, int latest, Func<JsonElement, (Sensor? Sensor, Problem? Problem)> find)
    {
        var (sensor, problem) = item.Problem is { } unreadable ? (null, unreadable) : find(item.Element);
        var values = default(PushedValues);
        problem ??= PushedRow.Read(item.Element, sensor!, latest, Ignored, out values);
        if (problem is null)
        {
            (BySensor.TryGetValue(sensor!.Key, out var known) ? known : BySensor[sensor.Key] = new ReadingCollector())
                .Add(values.Minute, values.FlowRate, values.Pressure);
        }

        var said = problem ?? values.Doubt;
        Answers.Add(new PushedRowAnswer(
            Answers.Count, problem is null ? PushedRowAnswer.Accepted : PushedRowAnswer.Rejected, said?.ToString(), said?.Code, said?.Field)
        {
            Line = item.Line,
        });
    }
}
