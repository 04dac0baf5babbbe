using System.Globalization;

namespace Whatever.Web.Domain;

/// <summary>Words and codes by which historians, loggers and OPC say whether a value is good.</summary>
public static class QualityCodes
{
    /// <summary>The two highest bits of OPC's byte of quality: good.</summary>
    private const int LeastGoodCode = 192;
    private const int LargestCode = 65_535;
    private const int Percent = 100;

    /// <summary>The two highest bits of a status of OPC UA are its severity: good, uncertain, bad.</summary>
    private const uint FirstDoubtfulStatus = 0x4000_0000;

    public static IReadOnlySet<string> Good { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        { "good", "g", "ok", "valid", "normal", "gut", "gültig", "양호", "정상", "유효", "good quality", "o.k." };

    public static IReadOnlySet<string> Bad { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "bad", "b", "uncertain", "u", "invalid", "error", "fault", "fail", "failed", "suspect", "questionable", "missing", "nok", "not ok",
        "schlecht", "ungültig", "unsicher", "불량", "이상", "고장", "점검", "결측", "오류", "비정상", "불확실", "점검중", "substituted",
    };

    /// <summary>Digits alone, as OPC's codes are written.</summary>
    public static bool IsCode(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= LargestCode;

    /// <param name="code">Of OPC.</param>
    public static bool IsGoodCode(int code) => (code & LeastGoodCode) == LeastGoodCode;

    /// <summary>Names of fields that say yes or no: isGood, valid.</summary>
    public static bool IsMark(string name) =>
        name.ToUpperInvariant() is "ISGOOD" or "IS_GOOD" or "GOOD" or "VALID" or "ISVALID" or "IS_VALID";

    /// <summary>
    /// A code as OPC gives them out: its two lowest bits are limits, which go with a reason, and 100 is a share of a hundred more often.
    /// </summary>
    private static bool IsUsualCode(string text) =>
        IsCode(text) && int.Parse(text, CultureInfo.InvariantCulture) is var code && code % 4 == 0 && code != Percent;

    /// <summary>Of one word alone, such as <c>Good, non-specific</c>, or a code of OPC.</summary>
    /// <returns>Null where it says nothing of a value.</returns>
    public static bool? Judge(string word)
    {
        var whole = word.Trim();
        var first = whole.Split([' ', ',', '[', '(', ':'], 2)[0];
        return Good.Contains(whole) ? true : Bad.Contains(whole) ? false
            : bool.TryParse(whole, out var isGood) ? isGood
            : IsUsualCode(whole) ? IsGoodCode(int.Parse(whole, CultureInfo.InvariantCulture))
            : IsCode(whole) ? null
            : uint.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status < FirstDoubtfulStatus
            : Good.Contains(first) ? true
            : Bad.Contains(first) ? false
            : null;
    }
}
