using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>
/// Finds the line that names the columns and the first row: among what instruments write before them, comments, lines of units and
/// annotations. Where no line has names that are known, the rows themselves show where they begin.
/// </summary>
internal static class LayoutFinder
{
    /// <summary>No instrument is known to write more before its header.</summary>
    private const int LastHeaderLine = 201;

    /// <summary>Lines of units and of kinds of mean that stand between names and rows.</summary>
    private const int MostLinesOfUnits = 5;

    private const int LinesLookedAt = 30;
    internal static readonly char[] Separators = [',', ';', '\t', '|'];
    private static readonly string[] Statistics = ["avg", "smp", "mean", "inst", "tot", "min", "max", "mittel", "mittelwert"];

    /// <returns>The layout, the rows of the sample below its header, and the lines between them.</returns>
    /// <exception cref="UnreadableCsvException">There is no line at all, or the chosen one is not there.</exception>
    public static FoundLayout Find(FileSample sample, PlanChoices choices)
    {
        var lines = sample.Lines;
        var (separators, first) = SeparatorsOf(lines, choices.Separator);
        if (choices.HeaderLine is { } chosen)
        {
            return Make(sample, Chosen(sample, separators, chosen), isKnown: false);
        }

        if (FindNames(lines, first, separators) is { } named)
        {
            return Make(sample, named, isKnown: true);
        }

        return Make(sample, FindRows(lines, first, separators) ?? FirstLine(lines, first, separators), isKnown: false);
    }

    /// <summary>The layout of a plain table whose first line names a time and another column.</summary>
    public static FileLayout FindTimeAnd(FileSample sample, string column)
    {
        var lines = sample.Lines;
        var header = FirstLine(lines, 0, Separators);
        for (var index = 0; index < lines.Count; index++)
        {
            var named = Separators.Where(separator => Array.ConvertAll(lines[index].Fields(separator), ColumnName.Of) is var names
                && names.Any(name => ColumnWords.TimeRank(name) > 0) && names.Any(name => name.Plain == column)).ToList();
            if (named.Count > 0)
            {
                header = new Place(named[0], index, index + 1);
                break;
            }
        }

        return Make(sample, header, isKnown: true).Layout;
    }

    /// <summary>A line <c>sep=;</c> says it, and is none of the table's.</summary>
    private static (char[] Separators, int First) SeparatorsOf(IReadOnlyList<SampleLine> lines, char? chosen)
    {
        var says = lines.Count > 0 && lines[0].Text.Trim().Trim('"') is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var letter] ? letter
            : (char?)null;
        return (chosen ?? says) is { } one ? ([one], says is null ? 0 : 1) : (Separators, 0);
    }

    /// <summary>
    /// The first line that names a time and something measured, and has a time in a line below it; else the first that names them. Lines
    /// that begin as comments come last.
    /// </summary>
    private static Place? FindNames(IReadOnlyList<SampleLine> lines, int first, char[] separators)
    {
        var found = Enumerable.Range(first, Math.Max(0, Math.Min(lines.Count, LastHeaderLine) - first))
            .Select(index => FindNames(lines[index], index, separators)).OfType<(char Separator, int Index)>()
            .OrderBy(header => IsComment(lines[header.Index]) ? 1 : 0).ToList();
        var best = found.Where(header => HasTimeBelow(lines, header)).Cast<(char Separator, int Index)?>().FirstOrDefault()
            ?? found.Cast<(char Separator, int Index)?>().FirstOrDefault();
        return best is { } named ? new Place(named.Separator, named.Index, FindFirstRow(lines, named.Index + 1, named.Separator)) : null;
    }

    private static (char Separator, int Index)? FindNames(SampleLine line, int index, char[] separators)
    {
        var best = separators.Select(separator => (Separator: separator, Fields: line.Fields(separator)))
            .Where(split => split.Fields.Length > 1 && IsHeader(split.Fields)).OrderByDescending(split => split.Fields.Length)
                .FirstOrDefault();
        return best.Fields is null ? null : (best.Separator, index);
    }

    private static bool HasTimeBelow(IReadOnlyList<SampleLine> lines, (char Separator, int Index) header) =>
        lines.Skip(header.Index + 1).Take(LinesLookedAt).Any(line => Array.Exists(line.Fields(header.Separator), HasTime));

    private static bool IsComment(SampleLine line) => line.Text is ['#', ..];

    private static bool IsHeader(string[] fields)
    {
        var names = Array.ConvertAll(fields, ColumnName.Of);
        var hasTime = Array.Exists(names, name => ColumnWords.TimeRank(name) > 0)
            || TimeParts.AreNames(Array.ConvertAll(names, name => name.Plain));
        return hasTime && Array.Exists(
            names, name => ColumnWords.FlowRank(name) > 0 || ColumnWords.PressureRank(name) > 0
                || CounterWords.Rank(name) == 2
                || (ColumnWords.TimeRank(name) == 0 && (ColumnWords.IsValue(name) || name.Unit is not null)));
    }

    /// <summary>The first line below the header that is neither empty nor a comment nor one of units.</summary>
    private static int FindFirstRow(IReadOnlyList<SampleLine> lines, int from, char separator)
    {
        var index = from;
        for (var units = 0; index < lines.Count; index++)
        {
            if (lines[index].Text.Trim().Length > 0 && !IsComment(lines[index])
                && (!IsUnits(lines[index].Fields(separator)) || ++units > MostLinesOfUnits))
            {
                break;
            }
        }

        return index;
    }

    private static bool IsUnits(string[] fields)
    {
        var filled = Array.FindAll(fields, field => field.Trim().Length > 0);
        return !Array.Exists(filled, field => IsNumber(field) || HasTime(field))
            && Array.Exists(filled, field => Units.Find(field) is not null || VolumeUnits.Find(field) is not null
                || Statistics.Contains(field.Trim().ToLowerInvariant()));
    }

    /// <summary>The longest run of lines with a time at the same place shows the table; the line above it may name its columns.</summary>
    private static Place? FindRows(IReadOnlyList<SampleLine> lines, int first, char[] separators)
    {
        var best = separators.Select(separator => (Separator: separator, Run: LongestRun(lines, first, separator)))
            .OrderByDescending(found => (found.Run.Length, found.Run.Columns)).First();
        if (best.Run.Length == 0)
        {
            return null;
        }

        var header = best.Run.Start - 1;
        for (var back = 0; header >= first && back < MostLinesOfUnits && lines[header].Text.Trim().Length == 0; back++)
        {
            header--;
        }

        var names = header >= first ? lines[header].Fields(best.Separator) : [];
        var isHeader = Math.Abs(names.Length - best.Run.Columns) <= 1 && names.Length > 1 && names.Any(name => name.Trim().Length > 0)
            && !names.Any(name => HasTime(name) || IsNumber(name));
        return new Place(best.Separator, isHeader ? header : -1, best.Run.Start);
    }

    private static (int Start, int Length, int Columns) LongestRun(IReadOnlyList<SampleLine> lines, int first, char separator)
    {
        var (best, current) = (default((int Start, int Length, int Columns)), default((int Start, int Length, int Columns)));
        for (var index = first; index < lines.Count; index++)
        {
            var fields = lines[index].Fields(separator);
            if (fields.Length < 2 || !Array.Exists(fields, HasTime))
            {
                continue;
            }

            current = current.Length > 0 && current.Columns == fields.Length
                ? (current.Start, current.Length + 1, current.Columns)
                : (index, 1, fields.Length);
            best = current.Length > best.Length ? current : best;
        }

        return best;
    }

    private static Place Chosen(FileSample sample, char[] separators, int headerLine)
    {
        if (headerLine < 0 || headerLine > sample.Lines.Count)
        {
            throw new UnreadableCsvException(
                new Problem("plan.header-line", headerLine, sample.Lines.Count).At(PlanChoices.Names.HeaderLine));
        }

        var from = Math.Max(0, headerLine - 1);
        var separator = separators.MaxBy(letter => sample.Lines[from].Fields(letter).Length);
        var row = headerLine == 0
            ? LongestRun(sample.Lines, 0, separator).Start
            : FindFirstRow(sample.Lines, headerLine, separator);
        return new Place(separator, headerLine - 1, row);
    }

    private static Place FirstLine(IReadOnlyList<SampleLine> lines, int first, char[] separators)
    {
        var index = Enumerable.Range(first, Math.Max(0, lines.Count - first)).FirstOrDefault(line => lines[line].Text.Trim().Length > 0,
            first);
        var separator = index < lines.Count ? separators.MaxBy(letter => lines[index].Fields(letter).Length) : separators[0];
        return new Place(separator, index, index + 1);
    }

    private static FoundLayout Make(FileSample sample, Place place, bool isKnown)
    {
        var lines = sample.Lines;
        var columns = place.Header >= 0 && place.Header < lines.Count ? lines[place.Header].Fields(place.Separator)
            : place.FirstRow < lines.Count ? Array.ConvertAll(lines[place.FirstRow].Fields(place.Separator), _ => "")
            : [];
        var (firstLine, firstByte) = place.FirstRow < lines.Count
            ? (lines[place.FirstRow].Number, lines[place.FirstRow].FirstByte)
            : (lines.Count + 1, long.MaxValue);
        var layout = new FileLayout(
            sample.Encoding, sample.EncodingName, place.Separator, place.Header + 1, firstLine, firstByte,
            [.. columns.Select(name => name.Trim().Trim('\uFEFF').Trim())])
        {
            HasBreaks = sample.HasBreaks,
        };
        var between = lines.Skip(Math.Max(0, place.Header + 1)).Take(Math.Max(0, place.FirstRow - Math.Max(0, place.Header + 1)))
            .Where(line => line.Text.Trim().Length > 0).ToList();
        return new FoundLayout(layout, [.. lines.Skip(place.FirstRow)], [.. between.Select(line => line.Fields(place.Separator))], isKnown)
        {
            Preamble = [.. lines.Take(Math.Max(0, place.Header >= 0 ? place.Header : place.FirstRow)).Select(line => line.Text)],
        };
    }

    private static bool HasTime(string field) => TimeText.TryRead(field.AsSpan(), out var reading)
        && (reading.Form == DateForm.None || Enum.GetValues<DateOrder>().Any(order => reading.DateBy(order) is not null))
        && (!field.Trim().All(char.IsAsciiDigit) || reading.Clock is not null)
        || IsEpoch(field);

    private static bool IsEpoch(string field) => field.Trim() is { Length: 10 or 13 } digits && digits.All(char.IsAsciiDigit);

    private static bool IsNumber(string field) =>
        NumberText.TrySplit(System.Text.Encoding.UTF8.GetBytes(field), out var number) && number.Suffix.IsEmpty;

    private sealed record Place(char Separator, int Header, int FirstRow);
}

/// <param name="Layout">How the file is written.</param>
/// <param name="Rows">The sample's lines from the first row on.</param>
/// <param name="Between">Fields of the lines between header and rows: units.</param>
/// <param name="IsNamed">Whether a line was found that names a time and something measured.</param>
internal sealed record FoundLayout(
    FileLayout Layout, IReadOnlyList<SampleLine> Rows, IReadOnlyList<string[]> Between, bool IsNamed)
{
    /// <summary>The lines before the header.</summary>
    public IReadOnlyList<string> Preamble { get; init; } = [];
}
