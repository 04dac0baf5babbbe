using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Readings.Csv;

/// <summary>Finds the columns of the contract in a header, in any order.</summary>
public static class CsvHeader
{
    /// <summary>The code of the problem that a choice of the quantity would solve.</summary>
    public const string ValueOfWhat = "csv.value-of-what";

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
            throw Without(header, new Phrase("csv.no-time"), "time,flow_rate,pressure");
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
            throw Without(header, new Phrase("csv.no-quantity"), "time,flow_rate,pressure");
        }

        var used = new HashSet<int> { time, flowRate, pressure };
        return (time, flowRate, pressure, [.. header.Where((name, index) => !used.Contains(index) && name.Length > 0)]);
    }

    /// <exception cref="UnreadableCsvException">There is no time column or no label column, or one of them twice.</exception>
    public static (int Time, int Label) MapLabels(IReadOnlyList<string> header) =>
        (Find(header, TimeNames), Find(header, LabelNames)) switch
        {
            ( < 0, _) => throw Without(header, new Phrase("csv.no-time"), "time,label"),
            (_, < 0) => throw Without(header, new Phrase("csv.no-label"), "time,label"),
            var both => both,
        };

    private static UnreadableCsvException Without(IReadOnlyList<string> header, Phrase what, string expected) =>
        new(new Problem("csv.columns", Excerpt.Of(string.Join(",", header)), what, expected));

    private static (int FlowRate, int Pressure) AssignValue(int value, Quantity? quantity) => quantity switch
    {
        Quantity.FlowRate => (value, -1),
        Quantity.Pressure => (-1, value),
        _ =>
            throw new UnreadableCsvException(
                new Problem("csv.value-of-what")),
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
                    new Problem("csv.column-twice", header[found[0]], found.Count, string.Join(", ", found.Select(index => index + 1)))),
        };
    }
}
