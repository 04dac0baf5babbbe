using System.Text;
using Whatever.Model.Problems;

namespace Whatever.Web.Stations;

/// <summary>
/// Lists of dates and numbers in the text of a calendar, counted before the library reads it: it compares each of a list with all others,
/// so that 60 KB of dates would take seconds.
/// </summary>
internal static class HolidayDates
{
    private const int Most = 1_000;

    private static readonly string[] Lists = ["RDATE", "EXDATE", "FREEBUSY", "RRULE", "EXRULE"];

    /// <returns>Null where they are few enough.</returns>
    public static Problem? Refuse(string fileName, string text)
    {
        var count = 0;
        foreach (var line in Unfold(text))
        {
            count += IsList(line) ? 1 + line.AsSpan().Count(',') : 0;
        }

        return count > Most ? new Problem("holiday-file.too-many-dates", fileName, count, Most) : null;
    }

    /// <summary>As the library does: a line that begins with a blank goes on with the one above it, and empty ones are nothing.</summary>
    private static IEnumerable<string> Unfold(string text)
    {
        using var reader = new StringReader(text);
        var whole = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            if (line is not [' ' or '\t', ..] && line.Length > 0)
            {
                yield return whole.ToString();
                whole.Clear();
            }

            whole.Append(line is [' ' or '\t', ..] ? line.AsSpan(1) : line);
        }

        yield return whole.ToString();
    }

    private static bool IsList(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(':', ';');
        var name = (end < 0 ? line : line[..end]).Trim();
        foreach (var list in Lists)
        {
            if (name.Equals(list, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
