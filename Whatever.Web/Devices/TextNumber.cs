using System.Globalization;

namespace Whatever.Web.Devices;

/// <summary>What a text is as a number.</summary>
internal enum WrittenNumber
{
    Known,

    /// <summary>Nothing, <c>null</c> or <c>-</c>: there is no value, and that is no mistake.</summary>
    Missing,

    /// <summary><c>NaN</c>, <c>inf</c> or a number that is larger than any: the device has no value and may not mean to say so.</summary>
    NotFinite,

    None,
}

/// <summary>Reads a number as devices write it.</summary>
internal static class TextNumber
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>As the languages of devices write what is no number or has no end.</summary>
    private static readonly HashSet<string> NotFinite = new(StringComparer.OrdinalIgnoreCase)
        { "nan", "inf", "infinity", "∞", "1.#inf", "1.#ind", "1.#qnan", "1.#snan" };

    /// <param name="text">As it was written.</param>
    /// <param name="value">Null unless it is known.</param>
    public static WrittenNumber Read(string text, out double? value)
    {
        var trimmed = text.Trim();
        value = null;
        if (trimmed is "" or "-" || trimmed.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return WrittenNumber.Missing;
        }

        if (NotFinite.Contains(trimmed.TrimStart('+', '-')))
        {
            return WrittenNumber.NotFinite;
        }

        if (!double.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out var number))
        {
            return WrittenNumber.None;
        }

        value = double.IsFinite(number) ? number : null;
        return value is null ? WrittenNumber.NotFinite : WrittenNumber.Known;
    }
}
