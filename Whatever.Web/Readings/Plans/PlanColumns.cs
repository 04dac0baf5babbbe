using System.Collections;
using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>The columns of a file: what they are called and what stands in them.</summary>
internal sealed class PlanColumns : IReadOnlyList<PlanColumn>
{
    private readonly List<PlanColumn> columns;
    private readonly List<(long Line, string[] Fields)> rows;
    private string? wholeFile;

    public PlanColumns(FoundLayout found)
    {
        (Layout, Preamble) = (found.Layout, found.Preamble);
        rows = [.. found.Rows.Where(line => line.Text.Trim().Length > 0 && line.Text[0] != '#')
            .Select(line => ((long)line.Number, line.Fields(found.Layout.Separator)))];
        columns = [.. Enumerable.Range(0, found.Layout.Columns.Count).Select(index => new PlanColumn(index, found))];
        foreach (var (line, fields) in rows)
        {
            foreach (var column in columns.Where(column => column.Index < fields.Length))
            {
                column.Evidence.Add(fields[column.Index], line);
            }
        }
    }

    public FileLayout Layout { get; }

    /// <summary>The lines before the header.</summary>
    public IReadOnlyList<string> Preamble { get; }
    public int RowCount => rows.Count;

    /// <summary>How many fields each row of the sample has.</summary>
    public IReadOnlyList<int> FieldCounts => [.. rows.Select(row => row.Fields.Length)];

    public string Header => string.Join(Layout.Separator, Layout.Columns);
    public int Count => columns.Count;
    public PlanColumn this[int index] => columns[index];

    /// <summary>Looks at all rows of the file for what the first ones cannot prove: signs of numbers, and names of things.</summary>
    public void ReadAll(string path)
    {
        wholeFile = path;
        var last = rows.Count == 0 ? 0 : rows[^1].Line;
        var names = columns.Where(IsNames).ToHashSet();
        var watched = columns.Where(column => column.Evidence.HoldsNumbers || column.Evidence.Filled == 0 || names.Contains(column))
            .ToList();
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, Layout);
        while (reader.Read())
        {
            var line = CsvFile.LineOf(reader, Layout);
            foreach (var column in watched.Where(column => line > last && column.Index < reader.FieldCount))
            {
                column.Evidence.AddLater(reader.GetSpan(column.Index), line, names.Contains(column));
            }
        }
    }

    /// <summary>The dates of all rows that were looked at, in the order of the file.</summary>
    public TimeEvidence DatesOf(TimeRole time, int? latest)
    {
        var evidence = new TimeEvidence(latest);
        if (wholeFile is null)
        {
            foreach (var (line, fields) in rows.Where(row => row.Fields.Length > Math.Max(time.Column, time.ClockColumn)))
            {
                AddDate(evidence, fields[time.Column], time.ClockColumn < 0 ? null : fields[time.ClockColumn], line);
            }

            return evidence;
        }

        using var stream = CsvFile.OpenStream(wholeFile);
        using var reader = CsvFile.OpenReader(stream, Layout);
        while (reader.Read())
        {
            if (reader.FieldCount > Math.Max(time.Column, time.ClockColumn))
            {
                AddDate(
                    evidence, reader.GetString(time.Column), time.ClockColumn < 0 ? null : reader.GetString(time.ClockColumn),
                    CsvFile.LineOf(reader, Layout));
            }
        }

        return evidence;
    }

    /// <summary>The rows that were looked at, in the order of the file: their time, and a field of them.</summary>
    /// <param name="time">Where the times stand.</param>
    /// <param name="used">Columns that are asked for.</param>
    public IEnumerable<(string Time, Func<int, string> Field)> RowsOf(TimeRole time, IReadOnlyCollection<int> used)
    {
        var needed = used.Append(time.Column).Append(time.ClockColumn).Max();
        if (wholeFile is null)
        {
            foreach (var (_, fields) in rows.Where(row => row.Fields.Length > needed))
            {
                yield return (TimeOf(time, column => fields[column]), column => fields[column].Trim());
            }

            yield break;
        }

        using var stream = CsvFile.OpenStream(wholeFile);
        using var reader = CsvFile.OpenReader(stream, Layout);
        while (reader.Read())
        {
            if (reader.FieldCount > needed)
            {
                yield return (TimeOf(time, reader.GetString), column => reader.GetString(column).Trim());
            }
        }
    }

    private static string TimeOf(TimeRole time, Func<int, string> field) =>
        time.ClockColumn < 0 ? field(time.Column) : $"{field(time.Column)} {field(time.ClockColumn)}";

    private static void AddDate(TimeEvidence evidence, string date, string? clock, long line)
    {
        var text = clock is null ? date : $"{date} {clock}";
        if (TimeText.TryRead(text.AsSpan(), out var reading))
        {
            evidence.Add(reading, text, line);
        }
    }

    /// <summary>The different texts of a column in the rows of a tag; in all rows where there is none.</summary>
    public IReadOnlyCollection<string> TextsOf(int column, int tagColumn, string? tag) => tagColumn < 0 || tag is null
        ? columns[column].Evidence.Texts
        : [.. rows.Where(row => row.Fields.Length > Math.Max(column, tagColumn) && row.Fields[tagColumn].Trim() == tag)
            .Select(row => row.Fields[column].Trim()).Where(text => text.Length > 0).Distinct()];

    private bool IsNames(PlanColumn column) => StatedUnits.IsOfUnits(column) || SeriesFinder.MaySeparate(column, rows.Count)
        || (!column.Evidence.HasTooManyTexts && (ColumnWords.IsTag(column.Name) || ColumnWords.IsQuality(column.Name)
            || ColumnWords.IsNumberedQuality(column.Name)));

    /// <summary>By name or by number, as a person gives it.</summary>
    /// <exception cref="UnreadableCsvException">There is no such column, or more than one.</exception>
    public int Find(string given, string choice)
    {
        var named = columns.Where(column => column.Written.Equals(given.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count == 1)
        {
            return named[0].Index;
        }

        return int.TryParse(given, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= columns.Count
            ? number - 1
            : throw new UnreadableCsvException(
                new Problem("plan.no-column", choice, given, string.Join(", ", columns.Select(column => column.Shown))).At(choice));
    }

    public IEnumerator<PlanColumn> GetEnumerator() => columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A column of a file.</summary>
internal sealed class PlanColumn
{
    public PlanColumn(int index, FoundLayout found)
    {
        (Index, Written) = (index, found.Layout.Columns[index]);
        Name = ColumnName.Of(Written);
        Unit = Name.Unit ?? found.Between.Where(fields => index < fields.Length).Select(fields => Units.Find(fields[index]))
            .FirstOrDefault(unit => unit is not null);
        Volume = Name.Volume ?? found.Between.Where(fields => index < fields.Length).Select(fields => VolumeUnits.Find(fields[index]))
            .FirstOrDefault(unit => unit is not null);
    }

    public int Index { get; }
    public string Written { get; }
    public ColumnName Name { get; }

    /// <summary>The unit that stands behind its name or below it.</summary>
    public Unit? Unit { get; }

    /// <summary>Likewise, of a counter.</summary>
    public VolumeUnit? Volume { get; }

    public ColumnEvidence Evidence { get; } = new();

    /// <summary>Its number and name.</summary>
    public string Shown => Written.Length > 0 ? $"{Index + 1} \"{Excerpt.Of(Written)}\"" : (Index + 1).ToString(CultureInfo
        .InvariantCulture);
}
