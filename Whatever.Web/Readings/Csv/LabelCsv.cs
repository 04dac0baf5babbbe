using System.Text;
using CsvHelper;
using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>Reads <c>time,label</c>: which times of a file are known to be faulty (1) and which are not (0).</summary>
public static class LabelCsv
{
    private static readonly Phrase Expected = new Phrase("expected.label");

    /// <exception cref="UnreadableCsvException">The file as a whole or one of its rows cannot be read: a label that is not understood would
    /// falsify every figure.</exception>
    public static IReadOnlyDictionary<DateTime, bool> Read(string path, CancellationToken cancellation)
    {
        var sample = FileSample.Read(path, encodingName: null);
        var layout = LayoutFinder.FindTimeAnd(sample, "label");
        var columns = FindColumns(layout.Columns);
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, layout);
        var labels = new Dictionary<DateTime, bool>();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Parse(reader, columns, layout.Columns.Count, out var time, out var isFaulty) is { } reason)
            {
                throw new UnreadableCsvException(new Problem("csv.line", CsvFile.LineOf(reader, layout), reason));
            }

            labels[time] = isFaulty;
        }

        return labels;
    }

    private static (int Time, int Label) FindColumns(IReadOnlyList<string> header)
    {
        var names = header.Select(ColumnName.Of).ToList();
        var (time, label) = (names.FindIndex(name => ColumnWords.TimeRank(name) > 0), names.FindIndex(name => name.Plain == "label"));
        return time >= 0 && label >= 0
            ? (time, label)
            : throw new UnreadableCsvException(new Problem(
                "csv.columns", Excerpt.Of(string.Join(",", header)), time < 0 ? new Phrase("csv.no-time") : new Phrase("csv.no-label"),
                    "time,label"));
    }

    private static Problem? Parse(CsvReader row, (int Time, int Label) columns, int width, out DateTime time, out bool isFaulty)
    {
        (time, isFaulty) = (default, false);
        if (row.FieldCount != width)
        {
            return new Problem("csv.fields", row.FieldCount, width);
        }

        var text = row.GetSpan(columns.Label);
        var good = ValueParser.TryParse(text, out var label) && label is 0 or 1;
        isFaulty = label is 1;
        return ParseTime(row.GetSpan(columns.Time), out time)
            ?? (good ? null : new Problem("csv.field", "label", Excerpt.Of(Encoding.UTF8.GetString(text)), Expected));
    }

    /// <summary>A time to its seconds: as it stands there, or in UTC where an offset stands with it.</summary>
    private static Problem? ParseTime(ReadOnlySpan<byte> text, out DateTime time)
    {
        var good = TimeParser.TryParseWithSeconds(text, null, out time, out var offset);
        time = good && offset is { } minutes ? time.AddMinutes(-minutes) : time;
        return good ? null : new Problem("csv.field", "time", Excerpt.Of(Encoding.UTF8.GetString(text)), TimeParser.Expected).At("time");
    }
}
