using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>The rows of a mock file as an endless or single tape that can be laid over any span of minutes.</summary>
public sealed class MockSeries
{
    private readonly ReadingColumns rows;

    private MockSeries(ReadingColumns rows, int interval)
    {
        this.rows = rows;
        LengthMinutes = rows.Minutes[^1] - rows.Minutes[0] + interval;
    }

    public int LengthMinutes { get; }

    /// <exception cref="UnreadableCsvException">The file cannot be read or holds no good row.</exception>
    public static (MockSeries Series, ReadingPlan Plan) Load(string path, Sensor sensor, PlanContext context)
    {
        using var rejected = new RejectedRows();
        var (plan, parsed) = CsvReadingsParser.Parse(path, context, rejected);
        return parsed.Columns.Count > 0
            ? (new MockSeries(parsed.Columns, sensor.SamplingIntervalMinutes), plan)
            : throw new UnreadableCsvException(
                new Problem("replay.no-row", Path.GetFileName(path), parsed.Rejected.Count));
    }

    /// <summary>
    /// The rows that fall on <paramref name="from"/>..<paramref name="to"/> when the first row falls on <paramref name="start"/>.
    /// </summary>
    public ReadingColumns Lay(int start, int from, int to, bool loop)
    {
        var collector = new ReadingCollector();
        for (var minute = from; minute <= to; minute++)
        {
            var elapsed = minute - start;
            if (elapsed < 0 || (!loop && elapsed >= LengthMinutes))
            {
                continue;
            }

            var index = Array.BinarySearch(rows.Minutes, rows.Minutes[0] + (elapsed % LengthMinutes));
            if (index >= 0)
            {
                collector.Add(minute, rows.FlowRate[index], rows.Pressure[index]);
            }
        }

        return collector.ToColumns();
    }
}
