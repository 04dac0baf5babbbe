using System.Globalization;

namespace Whatever.Web.Domain;

/// <summary>
/// Texts as fields of a CSV file. A spreadsheet takes a text for a formula that begins as one, and what a stranger sent would run on the
/// desk of whoever opens the file: an apostrophe ahead of it, which a spreadsheet does not show, makes it a text.
/// </summary>
internal static class CsvText
{
    private const string FormulaStarts = "=+-@\t\r";

    /// <summary>Quoted, and never a formula. For texts alone: numbers are written as they are.</summary>
    public static string Field(string? text) => $"\"{Harmless(text ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The same without the quotes.</summary>
    public static string Harmless(string text) =>
        text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal)
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "'" + text : text;
}
