using System.Globalization;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>What historians and loggers write beside a value to say whether it is good.</summary>
internal static class QualityWords
{
    private const string GoodCode = "192";
    private const int LargestCode = 65_535;

    /// <summary>The two highest bits of a status of OPC UA are its severity: good, uncertain, bad.</summary>
    private const uint FirstDoubtfulStatus = 0x4000_0000;

    private static readonly HashSet<string> Good = new(StringComparer.OrdinalIgnoreCase)
        { "good", "g", "ok", "valid", "normal", "gut", "gültig", "양호", "정상", "유효", "good quality", "o.k." };

    private static readonly HashSet<string> Bad = new(StringComparer.OrdinalIgnoreCase)
    {
        "bad", "b", "uncertain", "u", "invalid", "error", "fault", "fail", "failed", "suspect", "questionable", "missing", "nok", "not ok",
        "schlecht", "ungültig", "unsicher", "불량", "이상", "고장", "점검", "결측", "오류", "비정상", "불확실", "점검중", "substituted",
    };

    /// <summary>Names of states that say nothing about a value.</summary>
    private static readonly string[] OtherStates =
        ["leak", "alarm", "pump", "valve", "door", "battery", "power", "relay", "event", "connected", "comm", "누수", "펌프", "밸브", "전원"];

    /// <returns>Null where the column is left out; a question where it is not clear which of its words are good.</returns>
    public static (QualityPlan? Plan, Problem? Question) Read(PlanColumn column, int rows, IReadOnlyList<string>? good)
    {
        var texts = column.Evidence.Texts;
        if (good is not null)
        {
            return (new QualityPlan(column.Index, new HashSet<string>(good, StringComparer.OrdinalIgnoreCase)), null);
        }

        if (texts.Count == 0 || column.Evidence.HasTooManyTexts)
        {
            return default;
        }

        if (texts.All(IsCode) && texts.Contains(GoodCode))
        {
            return (new QualityPlan(column.Index, null), null);
        }

        if (texts.All(Bad.Contains) && column.Evidence.Filled < rows)
        {
            // A flag that stands only beside what is bad.
            return (new QualityPlan(column.Index, new HashSet<string>(Good, Good.Comparer) { "" }), null);
        }

        if (texts.Any(Good.Contains) || texts.All(Bad.Contains))
        {
            return (new QualityPlan(column.Index, Good), null);
        }

        return texts.Count == 1
            ? default
            : (null, new Problem("plan.which-good", column.Shown, Excerpt.Of(string.Join(", ", texts))).At(PlanChoices.Names.Good));
    }

    /// <summary>Of one word alone, such as <c>Good, non-specific</c>, or a code of OPC.</summary>
    /// <returns>Null where it says nothing of a value.</returns>
    public static bool? Judge(string word)
    {
        var whole = word.Trim();
        var first = whole.Split([' ', ',', '[', '(', '-', ':'], 2)[0];
        return Good.Contains(whole) ? true : Bad.Contains(whole) ? false
            : IsCode(whole) ? new QualityPlan(0, null).IsGood(whole)
            : uint.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status < FirstDoubtfulStatus
            : Good.Contains(first) ? true
            : Bad.Contains(first) ? false
            : null;
    }

    public static bool IsQuality(PlanColumn column) => column.Evidence.Filled > 0
        && (IsNamed(column) || (IsNumbered(column) && column.Evidence.Texts.All(text => Good.Contains(text) || Bad.Contains(text)))
            || (ColumnWords.IsNumberedQuality(column.Name) && column.Evidence.Texts.All(IsCode)
                && column.Evidence.Texts.Contains(GoodCode)));

    /// <summary>Without a name, or with a number behind it (Status1, Q1): what stands in it tells what it is.</summary>
    private static bool IsNumbered(PlanColumn column) => column.Name.Plain.Length == 0 || char.IsAsciiDigit(column.Name.Plain[^1]);

    /// <summary>By its name alone.</summary>
    public static bool IsNamed(PlanColumn column) => ColumnWords.IsQuality(column.Name)
        && !OtherStates.Any(word => column.Name.Words.Contains(word)
            || (word[0] > '\u0FFF' && column.Name.Plain.Contains(word, StringComparison.Ordinal)));

    private static bool IsCode(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= LargestCode;
}
