using System.Globalization;
using System.Text;
using Whatever.Model.Files;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Rows and fields that could not be taken, with line number and reason. They go to a file as they come, so that a file of nothing but
/// bad rows does
/// not fill the memory; the file gets its name when it is whole.
/// </summary>
/// <param name="path">Null where nobody asks for the rows.</param>
public sealed class RejectedRows(string? path = null) : IDisposable
{
    /// <summary>Kept in memory up to here for the report on screen; the file holds all of them.</summary>
    private const int ShownRows = 100;

    /// <summary>Who looks at more than this mends the file and not its rows.</summary>
    private const int MostWritten = 100_000;

    /// <summary>The code of a row whose time is still to come.</summary>
    internal const string Future = "csv.future";

    /// <summary>Stands for a zero byte, which no editor shows.</summary>
    private const char ZeroSign = '\u2400';

    private readonly string beside = $"{path}.{Guid.NewGuid():N}.tmp";
    private StreamWriter? writer;
    private int written;

    public int Count { get; private set; }
    public List<RejectedRow> First { get; } = [];

    /// <summary>Whether one of them lies in the future, as far as the station's clock knows.</summary>
    public bool HasFuture { get; private set; }

    /// <summary>A row that was not taken.</summary>
    public void Add(long line, Problem reason, string row)
    {
        Count++;
        HasFuture |= reason.Code == Future;
        Keep(line, reason, row);
    }

    /// <summary>A field that was not taken of a row that was.</summary>
    public void AddField(long line, Problem reason, string row) => Keep(line, reason, row);

    /// <summary>The file is read once more, in another way.</summary>
    public void StartAgain()
    {
        Dispose();
        writer = null;
        Count = 0;
        HasFuture = false;
        written = 0;
        First.Clear();
    }

    private void Keep(long line, Problem reason, string row)
    {
        if (First.Count < ShownRows)
        {
            First.Add(new RejectedRow(line, reason, row));
        }

        if (path is not null)
        {
            writer ??= Open();
            if (++written > MostWritten)
            {
                return;
            }

            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{line},{CsvText.Field(ProblemTexts.English(reason))},{CsvText.Field(row.Replace('\0', ZeroSign))}\n"));
        }
    }

    /// <returns>The path of the whole file; null where no row was rejected.</returns>
    public string? Finish()
    {
        if (path is null || writer is null)
        {
            return null;
        }

        if (written > MostWritten)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture, $",\"{written - MostWritten} more rows were not taken and are not listed\",\n"));
        }

        writer.Dispose();
        AtomicFile.Publish(beside, path);
        writer = null;
        return path;
    }

    /// <summary>What was not finished leaves nothing behind.</summary>
    public void Dispose()
    {
        if (writer is not null)
        {
            writer.Dispose();
            File.Delete(beside);
        }
    }

    private StreamWriter Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var opened = new StreamWriter(new FileStream(beside, FileMode.CreateNew, FileAccess.Write), new UTF8Encoding(false));
        opened.Write("line,reason,row\n");
        return opened;
    }
}

/// <param name="Line">1-based line of the file, the header being line 1.</param>
public sealed record RejectedRow(long Line, Problem Reason, string Row);
