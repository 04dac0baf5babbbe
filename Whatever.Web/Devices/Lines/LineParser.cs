using Whatever.Model.Problems;

namespace Whatever.Web.Devices.Lines;

/// <summary>Reads a line of text: columns of values and perhaps a time, separated by a comma, a semicolon or a tab.</summary>
internal static class LineParser
{
    private static readonly char[] Separators = ['\t', ';', ','];

    /// <param name="line">Without its end.</param>
    /// <param name="point">Whose value is looked for.</param>
    /// <param name="timeColumn">From 1 on; 0 for none.</param>
    /// <param name="arrived">Counts where the line has no time.</param>
    /// <param name="value">Null where it is missing, which is no mistake.</param>
    /// <param name="at">When it was so.</param>
    /// <returns>What is wrong with it; null where it can be taken.</returns>
    public static Problem? Read(
        string line, PointSetup point, int timeColumn, DateTimeOffset arrived, out double? value, out DateTimeOffset at)
    {
        (value, at) = (null, arrived);
        // One sign separates: a comma in a line of semicolons is part of a number.
        var separator = Separators.FirstOrDefault(sign => line.Contains(sign, StringComparison.Ordinal), ',');
        var columns = line.Split(separator);
        if (columns.Length < Math.Max(point.Place.Column, timeColumn))
        {
            return new Problem("line.columns", Math.Max(point.Place.Column, timeColumn), columns.Length, Shown(line));
        }

        if (timeColumn > 0 && !DeviceTime.TryRead(columns[timeColumn - 1], point.Clock, arrived, out at))
        {
            return new Problem("line.no-time", timeColumn, Shown(columns[timeColumn - 1]));
        }

        var written = columns[point.Place.Column - 1];
        return TextNumber.Read(written, out value) switch
        {
            WrittenNumber.NotFinite => new Problem("line.not-finite", point.Place.Column, Shown(written)),
            WrittenNumber.None => new Problem("line.no-number", point.Place.Column, Shown(written)),
            _ => null,
        };
    }

    public static string Shown(string text) => Excerpt.Of(string.Concat(text.Select(letter => char.IsControl(letter) ? '·' : letter)));
}
