using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Rows of one time, to the second, with different values: of several meters whose column nobody knows, of hours without AM and PM, of
/// dates
/// whose time of day was left out. One of them would overwrite the others.
/// </summary>
internal static class SameTimes
{
    private const int LargestShare = 3;

    /// <exception cref="UnreadableCsvException">More than a third of the rows contradict another row of their time.</exception>
    public static void Refuse(string path, ReadingPlan plan, int? latest)
    {
        var seen = new Dictionary<(DateTime Time, bool IsPressure), (double Flow, double Pressure)>();
        var (rows, contradicting) = (0, 0);
        (string Time, long Line)? first = null;
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, plan.Layout);
        var parser = new RowParser(plan, latest);
        while (reader.Read())
        {
            // The hour that stands twice has two values by right.
            if (parser.ParseWithSeconds(reader, out var time) != RowResult.Good || parser.RepeatsAfter > 0)
            {
                continue;
            }

            rows++;
            var values = (parser.FlowRate, parser.Pressure);
            if (!seen.TryAdd((time, parser.IsPressureRow), values) && Differ(seen[(time, parser.IsPressureRow)], values))
            {
                contradicting++;
                first ??= (Domain.WireTime.Write(time), CsvFile.LineOf(reader, plan.Layout));
            }
        }

        if (first is { } example && contradicting * LargestShare > rows)
        {
            throw new UnreadableCsvException(new Problem("csv.same-times", contradicting, rows, example.Time, example.Line));
        }
    }

    private static bool Differ((double Flow, double Pressure) one, (double Flow, double Pressure) other) =>
        Differ(one.Flow, other.Flow) || Differ(one.Pressure, other.Pressure);

    private static bool Differ(double one, double other) => !double.IsNaN(one) && !double.IsNaN(other) && !one.Equals(other);
}
