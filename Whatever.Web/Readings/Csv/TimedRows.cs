using CsvHelper;

namespace Whatever.Web.Readings.Csv;

/// <summary>The rows of a file at its own step, seconds kept, in ascending order; of two rows of one time the later one counts.</summary>
/// <param name="Times">As they stand in the file, in UTC where they have an offset.</param>
/// <param name="FlowRate">NaN where it is missing; all of it where there is no such column.</param>
/// <param name="Pressure">Likewise.</param>
/// <param name="Duplicates">Rows that a later row of the same time replaced.</param>
/// <param name="Rejected">Rows that could not be read.</param>
public sealed record TimedRows(DateTime[] Times, double[] FlowRate, double[] Pressure, int Duplicates, RejectedRows Rejected)
{
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static TimedRows Read(string path, CancellationToken cancellation)
    {
        var dialect = CsvFile.Detect(path, "UTC", new CsvChoices { TimeZone = "UTC" });
        var parser = new RowParser(dialect);
        using var rejected = new RejectedRows();
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, dialect);
        var rows = new List<(DateTime Time, double FlowRate, double Pressure)>();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (parser.ParseWithSeconds(reader, out var time, out var flowRate, out var pressure) is { } reason)
            {
                rejected.Add(reader.LineNumber, reason, reader.Current.ToString());
            }
            else
            {
                rows.Add((time, flowRate, pressure));
            }
        }

        return Sorted(rows, rejected);
    }

    private static TimedRows Sorted(List<(DateTime Time, double FlowRate, double Pressure)> rows, RejectedRows rejected)
    {
        // Sorting by LINQ keeps the order of rows of the same time.
        var ordered = rows.OrderBy(row => row.Time).ToList();
        var last = ordered.Where((row, index) => index == ordered.Count - 1 || row.Time != ordered[index + 1].Time).ToList();
        return new TimedRows(
            [.. last.Select(row => row.Time)], [.. last.Select(row => row.FlowRate)], [.. last.Select(row => row.Pressure)], rows.Count - last.Count, rejected);
    }
}

/// <summary>Reads <c>time,label</c>: which times of a file are known to be faulty (1) and which are not (0).</summary>
public static class LabelCsv
{
    private const string Expected = "0 (normal) or 1 (faulty)";

    /// <exception cref="UnreadableCsvException">The file as a whole or one of its rows cannot be read: a label that is not understood would falsify every figure.</exception>
    public static IReadOnlyDictionary<DateTime, bool> Read(string path, CancellationToken cancellation)
    {
        var (layout, columns, width) = CsvFile.Look(path, new CsvChoices(), (layout, header) => (layout, CsvHeader.MapLabels(header), header.Count));
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, layout);
        var labels = new Dictionary<DateTime, bool>();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Parse(reader, columns, width, out var time, out var isFaulty) is { } reason)
            {
                throw new UnreadableCsvException($"line {reader.LineNumber}: {reason}.");
            }

            labels[time] = isFaulty;
        }

        return labels;
    }

    private static string? Parse(CsvReader row, (int Time, int Label) columns, int width, out DateTime time, out bool isFaulty)
    {
        (time, isFaulty) = (default, false);
        if (row.FieldCount != width)
        {
            return $"{row.FieldCount} fields, expected {width}";
        }

        var text = row.GetSpan(columns.Label);
        var good = ValueParser.TryParse(text, decimalComma: false, out var label) && label is 0 or 1;
        isFaulty = label is 1;
        return RowParser.ParseTime(row.GetSpan(columns.Time), out time)
            ?? (good ? null : $"label is \"{CsvHeader.Shorten(System.Text.Encoding.UTF8.GetString(text))}\", expected {Expected}");
    }
}
