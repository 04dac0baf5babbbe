using System.Text;
using Whatever.Model.Problems;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>The first lines of a file, as they stand there.</summary>
/// <param name="Encoding">Of its letters.</param>
/// <param name="EncodingName">Its name.</param>
/// <param name="Lines">In their order, without their ends.</param>
/// <param name="IsWhole">Whether these are all its lines.</param>
internal sealed record FileSample(Encoding Encoding, string EncodingName, IReadOnlyList<SampleLine> Lines, bool IsWhole)
{
    /// <summary>Ends of lines stand inside quotes.</summary>
    public bool HasBreaks { get; init; }

    /// <summary>Enough for two hundred lines before the header and some hundred rows below it.</summary>
    private const int LongestSample = 1 << 18;
    private const int MostLines = 1500;

    /// <summary>A header is no longer than this; what is longer is cut here, where people look at it.</summary>
    private const int LongestShown = 1 << 14;

    /// <exception cref="UnreadableCsvException">The file is empty or not text.</exception>
    public static FileSample Read(string path, string? encodingName)
    {
        using var stream = CsvFile.OpenStream(path);
        var name = encodingName ?? EncodingDetector.Detect(stream);
        var encoding = EncodingDetector.Named(name);
        if (stream.Length == 0)
        {
            throw new UnreadableCsvException(new Problem("csv.empty"));
        }

        stream.Position = 0;
        var block = new byte[Math.Min(stream.Length, LongestSample)];
        var read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        var lines = Split(block.AsSpan(0, read), encoding, read == stream.Length, out var isWhole);
        var rows = Join(lines);
        return new FileSample(encoding, name, rows, isWhole) { HasBreaks = rows.Count < lines.Count };
    }

    /// <summary>A field in quotes may have several lines.</summary>
    private static List<SampleLine> Join(List<SampleLine> lines)
    {
        if (!lines.Exists(line => line.Text.Contains('"', StringComparison.Ordinal)))
        {
            return lines;
        }

        var texts = lines.ConvertAll(line => line.Text);
        var usual = LayoutFinder.Separators.ToDictionary(letter => letter, letter => lines.CountBy(line => line.Fields(letter).Length)
            .MaxBy(pair => pair.Value).Key);
        var joined = new List<SampleLine>();
        for (var i = 0; i < lines.Count;)
        {
            var count = QuotedBreaks.Count(texts, i);
            var row = lines[i] with { Text = string.Join('\n', texts.GetRange(i, count)) };

            // A stray quote and another one below it make no row of the table.
            var isRow = count > 1 && usual.Any(pair => pair.Value > 1 && row.Fields(pair.Key).Length == pair.Value);
            joined.Add(isRow ? row : lines[i]);
            i += isRow ? count : 1;
        }

        return joined;
    }

    private static List<SampleLine> Split(ReadOnlySpan<byte> block, Encoding encoding, bool isAll, out bool isWhole)
    {
        var (unit, bigEndian) = encoding is UnicodeEncoding ? (2, encoding.CodePage == Encoding.BigEndianUnicode.CodePage) : (1, false);
        var lines = new List<SampleLine>();
        var start = Preamble(block, encoding);
        while (start < block.Length && lines.Count < MostLines)
        {
            var end = EndOfLine(block, start, unit, bigEndian);
            if (end >= block.Length && !isAll && lines.Count > 0)
            {
                break;
            }

            var text = encoding.GetString(block[start..Math.Min(end, start + LongestShown)]);
            lines.Add(new SampleLine(lines.Count + 1, start, text));
            start = AfterLineEnd(block, end, unit, bigEndian);
        }

        isWhole = isAll && start >= block.Length;
        return lines;
    }

    private static int Preamble(ReadOnlySpan<byte> block, Encoding encoding)
    {
        // The encodings at hand write none themselves; a file may have one all the same.
        ReadOnlySpan<byte> mark = encoding switch
        {
            UTF8Encoding => [0xEF, 0xBB, 0xBF],
            UnicodeEncoding when encoding.CodePage == Encoding.BigEndianUnicode.CodePage => [0xFE, 0xFF],
            UnicodeEncoding => [0xFF, 0xFE],
            _ => [],
        };
        return !mark.IsEmpty && block.StartsWith(mark) ? mark.Length : 0;
    }

    private static int EndOfLine(ReadOnlySpan<byte> block, int start, int unit, bool bigEndian)
    {
        var at = start;
        while (at + unit <= block.Length && LetterAt(block, at, unit, bigEndian) is not ('\n' or '\r'))
        {
            at += unit;
        }

        return at;
    }

    private static int AfterLineEnd(ReadOnlySpan<byte> block, int end, int unit, bool bigEndian)
    {
        var isPair = end + (2 * unit) <= block.Length && LetterAt(block, end, unit, bigEndian) == '\r'
            && LetterAt(block, end + unit, unit, bigEndian) == '\n';
        return Math.Min(block.Length, end + (isPair ? 2 * unit : unit));
    }

    private static char LetterAt(ReadOnlySpan<byte> block, int at, int unit, bool bigEndian) => unit == 1
        ? (char)block[at]
        : (char)(bigEndian ? (block[at] << 8) | block[at + 1] : block[at] | (block[at + 1] << 8));
}

/// <param name="Number">Counted from 1.</param>
/// <param name="FirstByte">Where it begins in the file.</param>
/// <param name="Text">Without its end.</param>
internal sealed record SampleLine(int Number, long FirstByte, string Text)
{
    /// <summary>Its fields; quotes count as they do in the reader of the rows.</summary>
    public string[] Fields(char separator) => Text.Contains('"', StringComparison.Ordinal)
        ? SplitQuoted(Text, separator)
        : Text.Split(separator);

    private static string[] SplitQuoted(string line, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '"')
            {
                if (isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append(line[++i]);
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (letter == separator && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
