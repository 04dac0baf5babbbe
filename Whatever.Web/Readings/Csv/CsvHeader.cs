using Whatever.Model.Series;

namespace Whatever.Web.Readings.Csv;

/// <summary>Finds the columns of the contract in a header, in any order.</summary>
public static class CsvHeader
{
    private static readonly string[] TimeNames = ["time", "timestamp", "datetime", "date_time", "시간", "일시", "측정시간"];
    private static readonly string[] FlowRateNames = ["flow_rate", "flowrate", "flow", "순시유량", "유량"];
    private static readonly string[] PressureNames = ["pressure", "압력"];
    private static readonly string[] ValueNames = ["value", "값"];
    private static readonly string[] LabelNames = ["label"];

    /// <exception cref="UnreadableCsvException">There is no time column, no quantity, or one of them twice.</exception>
    public static (
        int Time, int FlowRate, int Pressure, IReadOnlyList<string> Ignored) Map(IReadOnlyList<string> header, Quantity? valueQuantity)
    {
        var time = Find(header, TimeNames);
        if (time < 0)
        {
            throw Without(header, "no time column", "time,flow_rate,pressure");
        }

        var flowRate = Find(header, FlowRateNames);
        var pressure = Find(header, PressureNames);
        var value = Find(header, ValueNames);
        if (value >= 0 && flowRate < 0 && pressure < 0)
        {
            (flowRate, pressure) = AssignValue(value, valueQuantity);
        }

        if (flowRate < 0 && pressure < 0)
        {
            throw Without(header, "neither flow_rate nor pressure nor value", "time,flow_rate,pressure");
        }

        var used = new HashSet<int> { time, flowRate, pressure };
        return (time, flowRate, pressure, [.. header.Where((name, index) => !used.Contains(index) && name.Length > 0)]);
    }

    /// <exception cref="UnreadableCsvException">There is no time column or no label column, or one of them twice.</exception>
    public static (int Time, int Label) MapLabels(IReadOnlyList<string> header) =>
        (Find(header, TimeNames), Find(header, LabelNames)) switch
        {
            ( < 0, _) => throw Without(header, "no time column", "time,label"),
            (_, < 0) => throw Without(header, "no label column", "time,label"),
            var both => both,
        };

    private static UnreadableCsvException Without(IReadOnlyList<string> header, string what, string expected) =>
        new($"The first line is \"{Shorten(string.Join(",", header))}\" and names {what}; expected a header such as {expected}.");

    private static (int FlowRate, int Pressure) AssignValue(int value, Quantity? quantity) => quantity switch
    {
        Quantity.FlowRate => (value, -1),
        Quantity.Pressure => (-1, value),
        _ =>
            throw new UnreadableCsvException(
                "The column \"value\" does not say what it measures; choose flow_rate or pressure (--quantity)."),
    };

    private static int Find(IReadOnlyList<string> header, string[] names)
    {
        var found = Enumerable.Range(0, header.Count)
            .Where(index => names.Contains(header[index].Trim(), StringComparer.OrdinalIgnoreCase))
            .ToList();
        return found.Count switch
        {
            0 => -1,
            1 => found[0],
            _ =>
                throw new UnreadableCsvException(
                    $"The header names \"{header[found[0]]}\" {found.Count} times (columns "
                        + $"{string.Join(", ", found.Select(index => index + 1))}); expected it once."),
        };
    }

    internal static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 77), "...");
}
