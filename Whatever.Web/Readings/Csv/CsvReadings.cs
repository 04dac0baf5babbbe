using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings.Csv;

/// <summary>Everything a file gave: good rows in ascending order, and the bad ones with their reasons.</summary>
/// <param name="Columns">One row a minute.</param>
/// <param name="Counts">What became of its rows and fields.</param>
/// <param name="Rejected">Rows and fields that could not be taken.</param>
/// <param name="Counter">What was special about the counts that the flows were made of; null where they were none.</param>
public sealed record CsvReadings(ReadingColumns Columns, RowCounts Counts, RejectedRows Rejected, CounterEvents? Counter = null)
{
    /// <summary>Counts were read, and no value came of them: none follows another closely.</summary>
    public bool IsCountedInVain => Counter is { Counts.Count: > 0 }
        && Array.TrueForAll(Columns.FlowRate, double.IsNaN) && Array.TrueForAll(Columns.Pressure, double.IsNaN);
}

/// <summary>What became of the rows and fields of a file.</summary>
/// <param name="Read">Good, rejected and of other tags.</param>
/// <param name="Duplicates">Rows that a later row of the same minute replaced.</param>
/// <param name="Merged">Rows that only added to another row of the same minute.</param>
/// <param name="OtherTags">Rows that are about something else.</param>
/// <param name="MissingValues">Of the stored minutes, counted per value.</param>
/// <param name="UnreadableFields">Fields of good rows that hold no number, or one that is not good.</param>
/// <param name="Sentinels">Numbers that mean that there is no value, and how often each stood there.</param>
public sealed record RowCounts(
    int Read, int Duplicates, int Merged, int OtherTags, int MissingValues, int UnreadableFields,
    IReadOnlyDictionary<double, int> Sentinels);

/// <param name="BytesRead">Of the file, for a progress bar.</param>
public readonly record struct ParseProgress(long BytesRead, long TotalBytes, int RowsRead);

/// <summary>A row does not fit into the plan of the file, but would into another one.</summary>
internal sealed class PlanContradictedException() : Exception("A row of the file contradicts its plan.");

/// <summary>Reads a whole file of readings.</summary>
public static class CsvReadingsParser
{
    private const int RowsBetweenReports = 16_384;
    private const int FewestRowsOfOneTime = 3;

    /// <summary>So many fields that cannot be read, and none that can, are no few bad rows.</summary>
    private const int FewestUnreadable = 10;

    /// <summary>More than one row of so many on a minute that is taken is looked at closely.</summary>
    private const int LargestOverwrittenShare = 3;

    /// <summary>For those who only want the good rows, of whatever time.</summary>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read, or has to be asked about.</exception>
    public static CsvReadings Parse(string path, PlanContext context)
    {
        using var rejected = new RejectedRows();
        return Parse(path, context, rejected).Readings;
    }

    /// <summary>By a plan of its own: made from the first rows, and anew from all of them where a later row contradicts it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">What is known about it.</param>
    /// <param name="rejected">Gets the bad rows.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read, or has to be asked about.</exception>
    /// <exception cref="OperationCanceledException">The person cancelled; nothing was stored.</exception>
    public static (ReadingPlan Plan, CsvReadings Readings) Parse(
        string path, PlanContext context, RejectedRows rejected, IProgress<ParseProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var plan = PlanMaker.Make(path, context).RequireAnswers();
        try
        {
            return (plan, Parse(path, plan, context.Latest, rejected, progress, cancellation));
        }
        catch (PlanContradictedException)
        {
            rejected.StartAgain();
            plan = PlanMaker.MakeFromAll(path, context).RequireAnswers();
            return (plan, Parse(path, plan, context.Latest, rejected, progress, cancellation));
        }
    }

    private static CsvReadings Parse(
        string path, ReadingPlan plan, int? latest, RejectedRows rejected, IProgress<ParseProgress>? progress,
        CancellationToken cancellation)
    {
        using var stream = CsvFile.OpenStream(path);
        using var reader = CsvFile.OpenReader(stream, plan.Layout);
        var rows = new RowParser(plan, latest);
        var good = new ReadingCollector();
        var (read, fields, others) = (0, 0, 0);
        Problem? unreadable = null;
        while (reader.Read())
        {
            var result = rows.Parse(reader);
            if (rows.Contradicts)
            {
                throw new PlanContradictedException();
            }

            read += result == RowResult.NoRow ? 0 : 1;
            switch (result)
            {
                case RowResult.Good:
                    good.Add(rows.Minute, rows.FlowRate, rows.Pressure, rows.RepeatsAfter, rows.IsPressureRow,
                        rows.Second);
                    if (rows.FieldProblems.Count > 0)
                    {
                        fields += Keep(rows.FieldProblems, reader, plan, rejected);
                        unreadable ??= Unreadable(rows.FieldProblems, CsvFile.LineOf(reader, plan.Layout));
                    }

                    break;
                case RowResult.Rejected:
                    rejected.Add(CsvFile.LineOf(reader, plan.Layout), rows.Reason!, reader.Current.ToString());
                    break;
                case RowResult.OtherTag:
                    others++;
                    break;
            }

            if (read % RowsBetweenReports == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new ParseProgress(stream.Position, stream.Length, read));
            }
        }

        if (rows.LacksHalfDays)
        {
            throw new UnreadableCsvException(new Problem("plan.half-days"));
        }

        if (unreadable is not null && fields >= FewestUnreadable && !good.HasValues)
        {
            throw new UnreadableCsvException(unreadable);
        }

        if (good.Count >= FewestRowsOfOneTime && good.CountOverwritten() * LargestOverwrittenShare > good.Count)
        {
            SameTimes.Refuse(path, plan, latest);
        }

        return Collect(good, plan, new RowCounts(read, 0, 0, others, 0, fields, new Dictionary<double, int>()), rejected);
    }

    /// <summary>Where no value can be read at all, the plan is wrong and not the values. A file of values that are not good has been
    /// read.</summary>
    private static Problem? Unreadable(IReadOnlyList<Problem> problems, long line) =>
        problems.FirstOrDefault(problem => problem.Code == "csv.field") is { } first
            ? new Problem("plan.nothing-readable", line, first).At(first.Field ?? "")
            : null;

    private static int Keep(IReadOnlyList<Problem> problems, CsvHelper.CsvReader reader, ReadingPlan plan, RejectedRows rejected)
    {
        foreach (var problem in problems)
        {
            rejected.AddField(CsvFile.LineOf(reader, plan.Layout), problem, reader.Current.ToString());
        }

        return problems.Count;
    }

    private static CsvReadings Collect(ReadingCollector good, ReadingPlan plan, RowCounts counts, RejectedRows rejected)
    {
        var sentinels = new SortedDictionary<double, int>();
        TakeOut(good.FlowRates, plan.FlowRate, sentinels);
        TakeOut(good.Pressures, plan.Pressure, sentinels);
        var (events, interval) = VolumeFlows.Make(good, plan);
        var columns = VolumeFlows.AtEnds(good.ToColumns(), plan.FlowRate?.Interval, interval);
        return new CsvReadings(
            columns,
            counts with
            {
                Duplicates = good.Duplicates,
                Merged = good.Merged,
                MissingValues = CountMissing(columns, plan),
                Sentinels = sentinels,
            },
            rejected,
            events);
    }

    private static void TakeOut(Span<double> values, ValuePlan? plan, SortedDictionary<double, int> counts)
    {
        if (plan is null)
        {
            return;
        }

        foreach (var (code, count) in Sentinels.TakeOut(values, plan.Missing, plan.Factor))
        {
            counts[code] = counts.GetValueOrDefault(code) + count;
        }
    }

    private static int CountMissing(ReadingColumns columns, ReadingPlan plan) =>
        (plan.FlowRate is null ? 0 : columns.FlowRate.Count(double.IsNaN))
        + (plan.Pressure is null ? 0 : columns.Pressure.Count(double.IsNaN));
}
