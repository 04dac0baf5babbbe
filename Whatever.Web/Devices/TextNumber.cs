using System.Globalization;

namespace Whatever.Web.Devices;

/// <summary>Reads a number as devices write it; an empty text, <c>NaN</c>, <c>null</c> and <c>-</c> are missing values.</summary>
internal static class TextNumber
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <param name="text">As it was written.</param>
    /// <param name="value">Null for a missing value.</param>
    /// <returns>False where it is neither.</returns>
    public static bool TryRead(string text, out double? value)
    {
        var trimmed = text.Trim();
        value = null;
        if (trimmed is "" or "-" || trimmed.Equals("nan", StringComparison.OrdinalIgnoreCase)
            || trimmed.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var isNumber = double.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        value = isNumber ? number : null;
        return isNumber;
    }
}
