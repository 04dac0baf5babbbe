using System.Text;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Takes written times apart, however they are written: dates with any separator, with names of months or 년 월 일, without separators;
/// clocks of 12 and 24 hours before or after the date; offsets and names of zones. What it finds in a text does not depend on other
/// texts: which part of 11/07/2024 is the day is for the file as a whole to say.
/// </summary>
public static class TimeText
{
    /// <summary>Longer than any time, weekday and zone together.</summary>
    private const int Longest = 96;

    /// <param name="text">UTF-8.</param>
    /// <param name="reading">Date, time of day or both.</param>
    /// <returns>False where the text is no time.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out TimeReading reading)
    {
        reading = default;
        Span<char> letters = stackalloc char[Longest];
        return text.Length <= Longest && Encoding.UTF8.TryGetChars(text, letters, out var count) && TryRead(letters[..count], out reading);
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out TimeReading)"/>
    public static bool TryRead(ReadOnlySpan<char> text, out TimeReading reading)
    {
        reading = default;
        if (text.Length > Longest || text.IndexOfAnyInRange('0', '9') < 0)
        {
            return false;
        }

        var parser = new TimeTextParser(text);
        return parser.TryParse(out reading);
    }
}
