using System.Globalization;
using System.Text;

namespace Whatever.Web.Readings.Csv;

/// <summary>Rows that could not be taken, with line number and reason; written to a file so that they can be mended and given again.</summary>
public sealed class RejectedRows
{
    /// <summary>Kept in memory up to here for the report on screen; the file holds all of them.</summary>
    private const int ShownRows = 100;

    private readonly StringBuilder text = new("line,reason,row\n");

    public int Count { get; private set; }
    public List<RejectedRow> First { get; } = [];

    public void Add(long line, string reason, string row)
    {
        Count++;
        if (First.Count < ShownRows)
        {
            First.Add(new RejectedRow(line, reason, row));
        }

        text.Append(CultureInfo.InvariantCulture, $"{line},{Quote(reason)},{Quote(row)}\n");
    }

    public string ToCsv() => text.ToString();

    private static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <param name="Line">1-based line of the file, the header being line 1.</param>
public sealed record RejectedRow(long Line, string Reason, string Row);
