using System.Buffers.Text;
using System.Text;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Takes written numbers apart: signs between digits, groups of three, a unit behind. What they mean is for the column to say.
/// </summary>
public readonly ref struct NumberText
{
    private const int Longest = 64;
    private const int GroupDigits = 3;

    /// <summary>A blank, an apostrophe, and the bytes that other blanks and ’ begin with in UTF-8.</summary>
    private static ReadOnlySpan<byte> Blanks => [(byte)' ', (byte)'\'', 0xC2, 0xE2];

    private NumberText(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> suffix)
    {
        Digits = digits;
        Suffix = suffix;
    }

    /// <summary>From the sign to the last digit, blanks between groups of digits included.</summary>
    public ReadOnlySpan<byte> Digits { get; }

    /// <summary>What stands behind it.</summary>
    public ReadOnlySpan<byte> Suffix { get; }

    public string Unit => Encoding.UTF8.GetString(Suffix);

    /// <summary>Whether blanks or ’ stand between its digits.</summary>
    public bool HasBlanks => Digits.IndexOfAny(Blanks) >= 0;

    public int Commas => Digits.Count((byte)',');

    public int Points => Digits.Count((byte)'.');

    /// <returns>False where the text does not begin as a number does.</returns>
    public static bool TrySplit(ReadOnlySpan<byte> text, out NumberText number)
    {
        number = default;
        text = text.Trim(" \t"u8);
        if (text.IsEmpty || text.Length > Longest)
        {
            return false;
        }

        var end = LastDigit(text) + 1;
        if (end == 0 || !IsNumberLike(text[..end]))
        {
            return false;
        }

        var suffix = text[end..].TrimStart((byte)' ');
        suffix = suffix.StartsWith("\u00A0"u8) ? suffix["\u00A0"u8.Length..] : suffix;
        number = new NumberText(text[..end], suffix);
        return true;
    }

    /// <summary>The value by a form; false where it is none by it: 1.5 in a column of decimal commas, 1,22 with groups of three.</summary>
    public bool TryRead(NumberForm form, out double value)
    {
        value = double.NaN;
        Span<byte> plain = stackalloc byte[Longest];
        var length = 0;
        var decimalAt = -1;
        var (decimalSign, groupSign) = form.DecimalComma ? ((byte)',', (byte)'.') : ((byte)'.', (byte)',');
        for (var i = 0; i < Digits.Length; i++)
        {
            var letter = Digits[i];
            if (letter == decimalSign && decimalAt < 0)
            {
                (decimalAt, plain[length++]) = (i, (byte)'.');
            }
            else if (IsGroupSign(i, groupSign, out var bytes))
            {
                if (!form.HasThousands || decimalAt >= 0 || !IsGroupBehind(i + bytes, decimalSign))
                {
                    return false;
                }

                i += bytes - 1;
            }
            else
            {
                plain[length++] = letter;
            }
        }

        return Utf8Parser.TryParse(plain[..length], out value, out var used) && used == length && double.IsFinite(value);
    }

    private bool IsGroupSign(int at, byte sign, out int bytes)
    {
        bytes = Digits[at] == sign || Digits[at] is (byte)' ' or (byte)'\'' ? 1
            : Digits[at..].StartsWith("\u00A0"u8) ? 2
            : Digits[at..].StartsWith("\u202F"u8) || Digits[at..].StartsWith("\u2009"u8) || Digits[at..].StartsWith("\u2019"u8) ? 3
            : 0;
        return bytes > 0;
    }

    /// <summary>Exactly three digits, and then the end or another sign; one to three stand before it.</summary>
    private bool IsGroupBehind(int from, byte decimalSign)
    {
        var digits = 0;
        while (from + digits < Digits.Length && char.IsAsciiDigit((char)Digits[from + digits]))
        {
            digits++;
        }

        var isEnd = from + digits == Digits.Length || Digits[from + digits] == decimalSign || IsGroupSign(from + digits, (byte)'.', out _)
            || IsGroupSign(from + digits, (byte)',', out _);
        return digits == GroupDigits && isEnd;
    }

    private static int LastDigit(ReadOnlySpan<byte> text)
    {
        // Behind the first letter no digit belongs to the number: the 3 of m3/h. An exponent is part of it.
        var last = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit((char)text[i]))
            {
                last = i;
            }
            else if (char.IsAsciiLetter((char)text[i]) && !IsExponent(text, i))
            {
                break;
            }
        }

        return last;
    }

    private static bool IsExponent(ReadOnlySpan<byte> text, int at) =>
        text[at] is (byte)'e' or (byte)'E' && at > 0 && char.IsAsciiDigit((char)text[at - 1])
            && at + 1 < text.Length && (char.IsAsciiDigit((char)text[at + 1]) || text[at + 1] is (byte)'+' or (byte)'-');

    private static bool IsNumberLike(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            var isBlank = letter is 0xC2 or 0xA0 or 0xE2 or 0x80 or 0xAF or 0x89 or 0x99;
            var isSign = letter is (byte)'+' or (byte)'-' && (i == 0 || text[i - 1] is (byte)'e' or (byte)'E');
            if (!char.IsAsciiDigit((char)letter) && letter is not ((byte)'.' or (byte)',' or (byte)' ' or (byte)'\'') && !isBlank && !isSign
                && !IsExponent(text, i))
            {
                return false;
            }
        }

        return true;
    }
}
