using System.Text;

namespace Whatever.Web.Devices.Lines;

/// <summary>Makes lines of what comes over a serial line piece by piece.</summary>
/// <param name="isWhole">Whether the first line is known to have its beginning.</param>
internal sealed class LineReader(bool isWhole)
{
    /// <summary>What is longer is no line of readings, such as a port at the wrong speed.</summary>
    private const int Longest = 200;

    private readonly StringBuilder line = new();
    private bool isCut = !isWhole;

    /// <returns>Lines that have ended, without their ends; null for one that is too long, told when it has become so, for it may never
    /// end.</returns>
    public IEnumerable<string?> Take(ReadOnlyMemory<byte> bytes)
    {
        // A zero byte is no letter: lines that are switched on give a few.
        foreach (var letter in Encoding.Latin1.GetString(bytes.Span).Where(letter => letter != '\0'))
        {
            if (letter is '\n' or '\r')
            {
                var (ended, wasCut) = (line.ToString(), isCut);
                (_, isCut) = (line.Clear(), false);
                if (!wasCut && ended.Length > 0)
                {
                    yield return ended;
                }
            }
            else if (line.Append(letter).Length > Longest)
            {
                (_, isCut) = (line.Clear(), true);
                yield return null;
            }
        }
    }
}
