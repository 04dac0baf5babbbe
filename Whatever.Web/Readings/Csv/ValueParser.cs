using System.Buffers.Text;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Reads a value with a decimal point; an empty field, <c>NaN</c>, <c>null</c> and <c>-</c> are missing values and come out as NaN.
/// </summary>
public static class ValueParser
{
    public static readonly Phrase Expected = new Phrase("expected.value");

    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        var trimmed = text.Trim(" \t"u8);
        if (trimmed.IsEmpty || IsMissing(trimmed))
        {
            value = double.NaN;
            return true;
        }

        return TryParseNumber(trimmed, out value);
    }

    private static bool TryParseNumber(ReadOnlySpan<byte> text, out double value) =>
        Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && double.IsFinite(value);

    private static bool IsMissing(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("-"u8)
        || (text.Length is 3 or 4 && (EqualsIgnoringCase(text, "nan"u8) || EqualsIgnoringCase(text, "null"u8)));

    private static bool EqualsIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if ((text[i] | 0x20) != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}
