using System.Globalization;

namespace Whatever.Web.Components.Shared;

/// <summary>A number as a person types it, in every language of the page with a decimal point: what is not understood is refused, never guessed.</summary>
public static class TypedNumber
{
    /// <summary>What to say of a text that is none; to be translated.</summary>
    public const string Expected = "Expected a number such as 12.5 or 1e3.";

    /// <param name="text">What was typed.</param>
    /// <param name="number">Finite; null where nothing was typed.</param>
    /// <returns>False where the text is no number.</returns>
    public static bool TryRead(string? text, out double? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text.Trim(), Style, CultureInfo.InvariantCulture, out var read) || !double.IsFinite(read))
        {
            return false;
        }

        number = read;
        return true;
    }
}
