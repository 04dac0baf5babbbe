using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings;

/// <summary>One of the first rows as it will be stored, or why it will not.</summary>
public sealed record PreviewRow(long Line, DateTime? Time, double? FlowRate, double? Pressure, Problem? Reason);

/// <summary>How a file would be read, before anything is stored.</summary>
public sealed record CsvPreview(CsvDialect Dialect, IReadOnlyList<PreviewRow> Rows)
{
    private const int ShownRows = 10;

    /// <param name="path">The file.</param>
    /// <param name="sensor">The sensor it is for.</param>
    /// <param name="choices">What a person said about it.</param>
    /// <param name="latest">Later minutes are shown as rejected.</param>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static CsvPreview Read(string path, Sensor sensor, CsvChoices choices, int? latest = null)
    {
        var dialect = CsvFile.Detect(path, sensor.TimeZone, choices);
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, dialect);
        var parser = new RowParser(dialect, latest);
        var rows = new List<PreviewRow>();
        while (rows.Count < ShownRows && reader.Read())
        {
            var reason = parser.Parse(reader, out var minute, out var flowRate, out var pressure);
            rows.Add(reason is null
                ? new PreviewRow(reader.LineNumber, sensor.Clock.ToLocal(minute), OrNull(flowRate), OrNull(pressure), null)
                : new PreviewRow(reader.LineNumber, null, null, null, reason));
        }

        return new CsvPreview(dialect, rows);
    }

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
