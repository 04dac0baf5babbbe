using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings;

/// <summary>One of the first rows as it will be stored, or why it will not.</summary>
public sealed record PreviewRow(long Line, DateTime? Time, double? FlowRate, double? Pressure, Problem? Reason);

/// <summary>How a file would be read, before anything is stored.</summary>
/// <param name="Plan">With its questions, where there are any.</param>
/// <param name="Rows">The first rows as they would be stored; none where something has to be said first.</param>
/// <param name="Raw">The first lines as they stand there, field by field.</param>
public sealed record CsvPreview(ReadingPlan Plan, IReadOnlyList<PreviewRow> Rows, IReadOnlyList<RawLine> Raw)
{
    private const int ShownRows = 10;
    private const int ShownLines = 12;

    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read, whatever is said about it.</exception>
    public static CsvPreview Read(string path, PlanContext context, Sensor? sensor = null)
    {
        return Read(path, PlanMaker.Make(path, context), context, sensor);
    }

    /// <summary>The same by a plan that is made.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">How it is read.</param>
    /// <param name="context">What is known about it.</param>
    /// <param name="sensor">Whose clock the rows are shown on; null for that of the context.</param>
    public static CsvPreview Read(string path, ReadingPlan plan, PlanContext context, Sensor? sensor)
    {
        var raw = RawLine.Read(path, plan.Layout, ShownLines);
        return new CsvPreview(plan, plan.Questions.Count > 0 ? [] : ReadRows(path, plan, context, sensor), raw);
    }

    private static List<PreviewRow> ReadRows(string path, ReadingPlan plan, PlanContext context, Sensor? sensor)
    {
        var clock = sensor?.Clock ?? StationClock.For(context.TimeZone);
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, plan.Layout);
        var parser = new RowParser(plan, context.Latest);
        var rows = new List<PreviewRow>();
        var counts = plan.FlowRate is { Counter: not null } or { Interval: not null } ? new CountedPreview(plan.FlowRate) : null;
        while (rows.Count < (counts is null ? ShownRows : CountedPreview.Rows) && reader.Read())
        {
            var line = CsvFile.LineOf(reader, plan.Layout);
            switch (parser.Parse(reader))
            {
                case RowResult.Good:
                    counts?.Add(rows.Count, parser);
                    rows.Add(new PreviewRow(
                        line, clock.ToLocal(parser.Minute), OrNull(parser.FlowRate), OrNull(parser.Pressure),
                        parser.FieldProblems.Count > 0 ? Problem.All(parser.FieldProblems) : null));
                    break;
                case RowResult.Rejected:
                    rows.Add(new PreviewRow(line, null, null, null, parser.Reason));
                    break;
            }
        }

        return counts is null ? rows : [.. counts.ToFlows(rows).Take(ShownRows)];
    }

    internal static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}

/// <summary>A line of the file, field by field.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Fields">As they stand there.</param>
public sealed record RawLine(int Number, IReadOnlyList<string> Fields)
{
    internal static IReadOnlyList<RawLine> Read(string path, FileLayout layout, int count) =>
        [.. FileSample.Read(path, layout.EncodingName).Lines.Skip(Math.Max(0, layout.HeaderLine - 1)).Take(count)
            .Select(line => new RawLine(line.Number, [.. line.Fields(layout.Separator).Select(field => Excerpt.Of(field.Trim()))]))];
}
