using System.Text;
using CsvHelper;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Csv;

/// <summary>Reads <c>time,label</c>: which times of a file are known to be faulty (1) and which are not (0).</summary>
public static class LabelCsv
{
    private static readonly Phrase Expected = new Phrase("expected.label");

    /// <exception cref="UnreadableCsvException">The file as a whole or one of its rows cannot be read: a label that is not understood would
    /// falsify every figure.</exception>
    public static IReadOnlyDictionary<DateTime, bool> Read(string path, CancellationToken cancellation)
    {
        var (layout, columns, width) = CsvFile.Look(
            path, new CsvChoices(), (layout, header) => (layout, CsvHeader.MapLabels(header), header.Count));
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, layout);
        var labels = new Dictionary<DateTime, bool>();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Parse(reader, columns, width, out var time, out var isFaulty) is { } reason)
            {
                throw new UnreadableCsvException(new Problem("csv.line", reader.LineNumber, reason));
            }

            labels[time] = isFaulty;
        }

        return labels;
    }

    private static Problem? Parse(CsvReader row, (int Time, int Label) columns, int width, out DateTime time, out bool isFaulty)
    {
        (time, isFaulty) = (default, false);
        if (row.FieldCount != width)
        {
            return new Problem("csv.fields", row.FieldCount, width);
        }

        var text = row.GetSpan(columns.Label);
        var good = ValueParser.TryParse(text, decimalComma: false, out var label) && label is 0 or 1;
        isFaulty = label is 1;
        return RowParser.ParseTime(row.GetSpan(columns.Time), out time)
            ?? (good ? null : new Problem("csv.field", "label", Excerpt.Of(Encoding.UTF8.GetString(text)), Expected));
    }
}
