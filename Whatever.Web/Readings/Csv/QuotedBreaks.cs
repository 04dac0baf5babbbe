using System.Text;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Ends of lines inside quotes (RFC 4180): a comment of several lines. A quote counts where a field begins with it and the field ends with
/// another one not many lines below; a sign of inches or a stray quote joins no lines.
/// </summary>
internal static class QuotedBreaks
{
    /// <summary>No comment has more lines.</summary>
    public const int MostLines = 20;
    private const int Block = 1 << 20;

    /// <summary>Whether a field that began with a quote is still open at the end of the line.</summary>
    /// <param name="line">A line.</param>
    /// <param name="isOpen">Whether one was open at its beginning.</param>
    /// <returns>Null where a quote stands in a place where it neither ends a field nor is one of two.</returns>
    public static bool? IsOpenAfter(string line, bool isOpen)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                continue;
            }

            if (!isOpen)
            {
                isOpen = i == 0 || IsSeparator(line[i - 1]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                i++;
            }
            else if (i + 1 == line.Length || IsSeparator(line[i + 1]))
            {
                isOpen = false;
            }
            else
            {
                return null;
            }
        }

        return isOpen;
    }

    /// <summary>How many lines from the first one on are one row; 1 where its quotes are closed, or nothing closes them.</summary>
    public static int Count(IReadOnlyList<string> lines, int first)
    {
        bool? isOpen = IsOpenAfter(lines[first], isOpen: false);
        var count = 1;
        while (isOpen is true && first + count < lines.Count && count < MostLines)
        {
            isOpen = IsOpenAfter(lines[first + count], isOpen: true);
            count++;
        }

        return isOpen is false ? count : 1;
    }

    /// <summary>Whether a file has them in rows as wide as its header, and no quote that would swallow the rows below it.</summary>
    public static bool Exist(string path, FileLayout layout)
    {
        var encoding = layout.Encoding;
        using var stream = CsvFile.OpenStream(path);
        if (!HasQuotes(stream))
        {
            return false;
        }

        stream.Position = 0;
        using var reader = new StreamReader(new BoundedLines(
            stream, encoding is UnicodeEncoding ? 2 : 1, encoding.CodePage == Encoding.BigEndianUnicode.CodePage), encoding);
        var (exist, open) = (false, new List<string>());
        while (reader.ReadLine() is { } line)
        {
            var isOpen = IsOpenAfter(line, open.Count > 0);
            if (isOpen is true || open.Count > 0)
            {
                open.Add(line);
            }

            if (isOpen is null || open.Count > MostLines)
            {
                return false;
            }

            if (isOpen is false && open.Count > 0)
            {
                if (new SampleLine(0, 0, string.Join('\n', open)).Fields(layout.Separator).Length != layout.Columns.Count)
                {
                    return false;
                }

                exist = true;
                open.Clear();
            }
        }

        return exist && open.Count == 0;
    }

    private static bool HasQuotes(FileStream stream)
    {
        var block = new byte[Math.Clamp(stream.Length, 1, Block)];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            if (block.AsSpan(0, read).Contains((byte)'"'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSeparator(char letter) => letter is ',' or ';' or '\t' or '|';
}
