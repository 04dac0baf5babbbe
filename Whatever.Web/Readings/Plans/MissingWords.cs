using System.Text;

namespace Whatever.Web.Readings.Plans;

/// <summary>What stands where there is no value: nothing, and words that loggers and historians write for it.</summary>
internal static class MissingWords
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "-", "--", "---", "nan", "null", "none", "nil", "na", "n/a", "#n/a", "#na", "nodata", "no data", "missing", "결측", "없음",
    };

    public static bool Contain(string text) => Words.Contains(text.Trim());

    public static bool Contain(ReadOnlySpan<byte> text) => text.Length <= 8 && Contain(Encoding.UTF8.GetString(text));
}
