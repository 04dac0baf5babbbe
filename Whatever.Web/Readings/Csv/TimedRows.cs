using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>The rows of a file at its own step, seconds kept, in ascending order; of two rows of one time the later one counts.</summary>
/// <param name="Times">As they stand in the file, in UTC where they have an offset.</param>
/// <param name="FlowRate">NaN where it is missing; all of it where there is no such column.</param>
/// <param name="Pressure">Likewise.</param>
/// <param name="Duplicates">Rows that a later row of the same time replaced.</param>
/// <param name="Rejected">Rows that could not be read.</param>
public sealed record TimedRows(DateTime[] Times, double[] FlowRate, double[] Pressure, int Duplicates, RejectedRows Rejected)
{
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static TimedRows Read(string path, CancellationToken cancellation)
    {
        var context = PlanContext.WithoutSensor(fileName: Path.GetFileName(path));
        return Read(path, PlanMaker.Make(path, context), cancellation)
            ?? Read(path, PlanMaker.MakeFromAll(path, context), cancellation)!;
    }

    /// <returns>Null where a row contradicts the plan.</returns>
    private static TimedRows? Read(string path, ReadingPlan plan, CancellationToken cancellation)
    {
        var parser = new RowParser(plan.RequireAnswers());
        using var rejected = new RejectedRows();
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, plan.Layout);
        var rows = new List<(DateTime Time, double FlowRate, double Pressure)>();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var result = parser.ParseWithSeconds(reader, out var time);
            if (parser.Contradicts)
            {
                return null;
            }

            if (result == RowResult.Rejected)
            {
                rejected.Add(CsvFile.LineOf(reader, plan.Layout), parser.Reason!, reader.Current.ToString());
            }
            else if (result == RowResult.Good)
            {
                rows.Add((time, parser.FlowRate, parser.Pressure));
            }
        }

        return Flowing(Sorted(rows, rejected), plan.FlowRate);
    }

    /// <summary>Of counts by how much they grew, of volumes by how long their intervals are.</summary>
    private static TimedRows Flowing(TimedRows rows, ValuePlan? flow)
    {
        var ticks = Array.ConvertAll(rows.Times, time => time.Ticks);
        if (flow?.Counter is { } counter)
        {
            CounterSeries.ToFlows(counter, ticks, rows.FlowRate, new CounterEvents());
        }
        else if (flow?.Interval is { } interval)
        {
            IntervalSeries.ToFlows(interval, ticks, rows.FlowRate, new CounterEvents());
        }

        return rows;
    }

    private static TimedRows Sorted(List<(DateTime Time, double FlowRate, double Pressure)> rows, RejectedRows rejected)
    {
        // Sorting by LINQ keeps the order of rows of the same time.
        var ordered = rows.OrderBy(row => row.Time).ToList();
        var last = ordered.Where((row, index) => index == ordered.Count - 1 || row.Time != ordered[index + 1].Time).ToList();
        return new TimedRows(
            [.. last.Select(row => row.Time)], [.. last.Select(row => row.FlowRate)], [.. last.Select(row => row.Pressure)],
            rows.Count - last.Count, rejected);
    }
}
