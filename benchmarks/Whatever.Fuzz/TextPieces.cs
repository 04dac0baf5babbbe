using System.Globalization;
using System.Text;

namespace Whatever.Fuzz;

/// <summary>Pieces of text that readers stumble over: numbers at the ends of what can be counted, letters that are none.</summary>
internal static class TextPieces
{
    /// <summary>Stands for bytes that are no UTF-8, put in by <see cref="Bytes"/>.</summary>
    private const char NoUtf8 = '\uE000';

    private static readonly byte[][] BrokenUtf8 =
        [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80], [0xf4, 0x90, 0x80, 0x80]];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "12.5", "1e3", "1.7e308", "-1.7e308", "1e309", "-1e400", "5e-324", "1e-400", "NaN", "nan", "Infinity",
        "-Infinity", "inf", "∞", "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "2147483647", "2147483648", "-2147483649", "0.1", ".5", "5.", "+5", "1,5", "1.234,5", "1,234.5", "1'234",
        "1 234", "0x10", "1_000", "1e", "1e+", "--1", "1e99999999999", "１２", "٣", "null", "-", "", "-9999", "-999", "99999", "1e15",
        "1000000000000000", "1e16",
    ];

    private static readonly string[] Words =
    [
        "", " ", "\t", "a", "값", "é", "e\u0301", "\u0000", "\u0001", "\u200b", "\u202e", "\ufeff", "\ufffd", "😀", "\ue000", "\u2028",
        "%s%n", "{0}", "{", "}", "'", "\"", "\"\"", "\\", "../..", "<b>", "=1+1", ";", ",", "|", "NULL", "true", "İ", "ß", "ﬀ",
    ];

    public static string Number(FuzzRandom random) => random.Below(24) switch
    {
        0 when random.OneIn(100) => (random.OneIn(2) ? "" : "0.") + new string((char)('0' + random.Below(10)), random.Between(50, 10_000)),
        < 8 => random.Pick(Numbers),
        < 12 => ((double)random.Below(1_000_000) / 1000).ToString(CultureInfo.InvariantCulture),
        < 14 => random.Between(-1000, 100_000).ToString(CultureInfo.InvariantCulture),
        14 => BitConverter.UInt64BitsToDouble(random.Next()).ToString("R", CultureInfo.InvariantCulture),
        _ => (100 + ((double)random.Below(2000) / 100)).ToString(CultureInfo.InvariantCulture),
    };

    public static string Word(FuzzRandom random) => random.OneIn(400)
        ? string.Concat(Enumerable.Repeat(random.Pick(Words), random.Between(2, 200)))
        : random.Pick(Words);

    /// <summary>The text in UTF-8, with bytes that are none where the text asks for them.</summary>
    public static byte[] Bytes(string text, FuzzRandom random)
    {
        if (!text.Contains(NoUtf8, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new List<byte>(text.Length);
        foreach (var part in text.Split(NoUtf8))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(part));
            bytes.AddRange(random.Pick(BrokenUtf8));
        }

        return [.. bytes];
    }
}
