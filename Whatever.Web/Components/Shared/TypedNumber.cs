using System.Globalization;
using Whatever.Model.Problems;

namespace Whatever.Web.Components.Shared;

/// <summary>
/// A number as a person types it, in every language of the page with a decimal point: what is not understood is refused, never guessed.
/// </summary>
public static class TypedNumber
{
    /// <summary>How a number stands in a field; read back it is the same one.</summary>
    public static string Write(double? number) => number?.ToString("G15", CultureInfo.InvariantCulture) ?? "";

    /// <param name="text">What was typed; nothing is no mistake.</param>
    /// <param name="isWhole">Whether the number counts something.</param>
    /// <param name="least">The smallest that makes sense.</param>
    /// <param name="most">The largest that makes sense.</param>
    /// <returns>What was found and what is expected; null where the text can be taken.</returns>
    public static Problem? Refuse(string? text, bool isWhole = false, double? least = null, double? most = null)
    {
        if (!TryRead(text, out var number) || (isWhole && !IsWhole(number)))
        {
            var found = text!.Trim();
            return isWhole
                ? new Problem("typed.whole", found)
                : new Problem("typed.number", found);
        }

        return (number < least, number > most) switch
        {
            (true, _) when most is null => new Problem("typed.or-more", Write(number), Write(least)),
            (true, _) or (_, true) => new Problem("typed.range", Write(number), Write(least), Write(most)),
            _ => null,
        };
    }

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

    private static bool IsWhole(double? number) =>
        number is null || (Math.Abs(number.Value) <= int.MaxValue && Math.Truncate(number.Value) == number.Value);
}
