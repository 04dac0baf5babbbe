using System.Text;

namespace Whatever.Fuzz;

/// <summary>Values of JSON, good and bad ones, as text.</summary>
internal static class JsonValues
{
    private const int Deepest = 300;

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "1.7e308", "-1.7e308", "1e309", "1E400", "5e-324", "1e-400", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "2147483648", "-2147483649", "NaN", "Infinity", "01", "+1", ".5", "1.", "0x1", "1e",
        "4294967296", "1e15", "1e16", "65536", "1048577", "1.5", "60", "6",
    ];

    private static readonly string[] Texts =
    [
        "\"\"", "\"a\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\ue000\"", "\"값\"", "\"\\n\"", "\"\\x\"", "\"{0}\"",
        "\"NaN\"",
        "\"1.7e308\"", "\"flow_rate\"", "\"linear\"", "\"\\ufeff\"", "\"😀\"", "\"a", "'a'", "\"\t\"",
    ];

    public static string Any(FuzzRandom random) => random.Below(14) switch
    {
        < 4 => random.Pick(Numbers),
        < 7 => random.Pick(Texts),
        7 => "null",
        8 => random.OneIn(2) ? "true" : "false",
        9 => random.Pick(["[]", "{}", "[null]", "[[1,2],[3]]", "{\"\":0}", "{\"a\":1,\"a\":2}", "[1,2,]", "{,}", "//", "[{}]"]),
        10 when random.OneIn(8) => Deep(random),
        11 when random.OneIn(8) => new string((char)('0' + random.Below(10)), random.Between(20, 10_000)),
        12 => "\"" + TextPieces.Number(random) + "\"",
        _ => TextPieces.Number(random),
    };

    private static string Deep(FuzzRandom random)
    {
        var depth = random.Between(2, Deepest);
        var (open, close) = random.OneIn(2) ? ("[", "]") : ("{\"a\":", "}");
        return new StringBuilder().Insert(0, open, depth).Append('1')
            .Append(string.Concat(Enumerable.Repeat(close, random.OneIn(6) ? depth - 1 : depth))).ToString();
    }
}
