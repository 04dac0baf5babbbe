using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>What historians and loggers write beside a value to say whether it is good.</summary>
internal static class QualityWords
{
    /// <summary>How a person says of a field with nothing in it that it is good.</summary>
    public const string Blank = "(blank)";

    private const string GoodCode = "192";

    /// <summary>A word in one row of so many marks these rows.</summary>
    private const int MostMarked = 2;

    /// <summary>Names of states that say nothing about a value.</summary>
    private static readonly string[] OtherStates =
        ["leak", "alarm", "pump", "valve", "door", "battery", "power", "relay", "event", "connected", "comm", "누수", "펌프", "밸브", "전원"];

    /// <returns>Null where the column is left out; a question where it is not clear which of its words are good.</returns>
    public static (QualityPlan? Plan, Problem? Question) Read(PlanColumn column, int rows, IReadOnlyList<string>? good)
    {
        var texts = column.Evidence.Texts;
        if (good is not null)
        {
            return (new QualityPlan(column.Index, new HashSet<string>(
                good.Select(word => word == Blank ? "" : word), StringComparer.OrdinalIgnoreCase)), null);
        }

        if (texts.Count == 0 || column.Evidence.HasTooManyTexts)
        {
            return default;
        }

        if (texts.All(text => bool.TryParse(text, out _)) && MarkOf(column) is { } whenGood)
        {
            return (new QualityPlan(column.Index, new HashSet<string>(StringComparer.OrdinalIgnoreCase) { whenGood }), null);
        }

        if (texts.All(QualityCodes.IsCode) && texts.Contains(GoodCode))
        {
            return (new QualityPlan(column.Index, null), null);
        }

        if (texts.All(QualityCodes.Bad.Contains) && column.Evidence.Filled < rows)
        {
            // A flag that stands only beside what is bad.
            return (new QualityPlan(column.Index, new HashSet<string>(QualityCodes.Good, StringComparer.OrdinalIgnoreCase) { "" }), null);
        }

        if (texts.Any(QualityCodes.Good.Contains) || texts.All(QualityCodes.Bad.Contains))
        {
            return (new QualityPlan(column.Index, QualityCodes.Good), null);
        }

        var isMark = column.Evidence.Filled * MostMarked <= rows;
        return texts.Count == 1 && !isMark
            ? default
            : (null, new Problem("plan.which-good", column.Shown, Excerpt.Of(string.Join(", ", WordsOf(column, rows))))
                .At(PlanChoices.Names.Good));
    }

    /// <summary>IsGood is true where the value is good, Questionable false.</summary>
    private static string? MarkOf(PlanColumn column) => QualityCodes.IsMark(column.Name.Plain) ? bool.TrueString
        : column.Name.Plain is "isbad" or "bad" or "invalid" or "questionable" or "suspect" or "doubtful" ? bool.FalseString
        : null;

    /// <summary>Its different words, nothing among them where fields hold nothing.</summary>
    public static IReadOnlyList<string> WordsOf(PlanColumn column, int rows) =>
        [.. column.Evidence.Texts.Order(StringComparer.Ordinal), .. column.Evidence.Filled < rows ? [Blank] : Array.Empty<string>()];

    public static bool IsQuality(PlanColumn column) => column.Evidence.Filled > 0
        && (IsNamed(column)
            || (IsNumbered(column)
                && column.Evidence.Texts.All(text => QualityCodes.Good.Contains(text) || QualityCodes.Bad.Contains(text)))
            || (ColumnWords.IsNumberedQuality(column.Name) && column.Evidence.Texts.All(QualityCodes.IsCode)
                && column.Evidence.Texts.Contains(GoodCode)));

    /// <summary>Without a name, or with a number behind it (Status1, Q1): what stands in it tells what it is.</summary>
    private static bool IsNumbered(PlanColumn column) => column.Name.Plain.Length == 0 || char.IsAsciiDigit(column.Name.Plain[^1]);

    /// <summary>By its name alone.</summary>
    public static bool IsNamed(PlanColumn column) => ColumnWords.IsQuality(column.Name)
        && !OtherStates.Any(word => column.Name.Words.Contains(word)
            || (word[0] > '\u0FFF' && column.Name.Plain.Contains(word, StringComparison.Ordinal)));
}
