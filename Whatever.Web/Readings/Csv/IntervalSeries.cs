using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// The flows of a file of volumes: each over the length of an interval, which is the usual distance of the rows. A row that lies between
/// two others, and one that is the sum of a day, gives no flow and is counted.
/// </summary>
internal sealed class IntervalSeries
{
    /// <summary>No volume of an interval is so many times the usual one and the sum of a day as well.</summary>
    private const int SumTimes = 4;
    private const double SumTolerance = 0.002;
    private const int FewestOfASum = 4;

    /// <summary>Clocks of loggers are a little early at times.</summary>
    private const double ShortestShare = 0.9;

    private readonly long[] ticks;
    private readonly double[] volumes;
    private readonly TimeSpan step;
    private readonly double usual;
    private readonly double[] sums;
    private readonly int[] counts;
    private readonly long phase;
    private readonly bool begins;

    private IntervalSeries(long[] ticks, double[] volumes, TimeSpan step, bool begins)
    {
        (this.ticks, this.volumes, this.step, this.begins) = (ticks, volumes, step, begins);
        var sorted = volumes.Select(Math.Abs).Order().ToList();
        usual = sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
        (sums, counts) = (new double[volumes.Length + 1], new int[volumes.Length + 1]);
        for (var row = 0; row < volumes.Length; row++)
        {
            var counted = IsLarge(row) ? 0 : 1;
            (sums[row + 1], counts[row + 1]) = (sums[row] + (counted * volumes[row]), counts[row] + counted);
        }

        phase = ticks.Length == 0 ? 0 : ticks.CountBy(PhaseOf).MaxBy(pair => pair.Value).Key;
    }

    /// <param name="plan">How volumes become flows.</param>
    /// <param name="ticks">Of each volume, UTC, in any order.</param>
    /// <param name="volumes">NaN where there is none; become the flows, NaN where none is known.</param>
    /// <param name="events">Gets what was special.</param>
    /// <returns>The length of an interval; null where it is not known, and no flow is.</returns>
    public static TimeSpan? ToFlows(IntervalPlan plan, ReadOnlySpan<long> ticks, Span<double> volumes, CounterEvents events)
    {
        var (all, times) = (volumes.ToArray(), ticks.ToArray());
        volumes.Fill(double.NaN);
        int[] order = [.. Enumerable.Range(0, all.Length).Where(row => !double.IsNaN(all[row])).OrderBy(row => times[row])];
        var sorted = Array.ConvertAll(order, row => times[row]);
        var usual = RegularStep.Of(sorted);

        // Rows that lie nearer to each other than an interval is long would count what flowed twice.
        if ((plan.Minutes is { } said ? TimeSpan.FromMinutes(said) : usual) is not { } step || usual < step)
        {
            return null;
        }

        var series = new IntervalSeries(sorted, Array.ConvertAll(order, row => all[row]), step, plan.Begins);
        for (var i = 0; i < order.Length; i++)
        {
            volumes[order[i]] = series.FlowAt(i, plan.Scale, events);
        }

        return step;
    }

    private double FlowAt(int row, double scale, CounterEvents events)
    {
        CounterEvent? special = IsBetween(row) ? CounterEvent.Between : IsSum(row) ? CounterEvent.Sum : null;
        if (special is { } kind)
        {
            events.Add(kind, StationClock.MinuteOf(new DateTimeOffset(ticks[row], TimeSpan.Zero)), usual, volumes[row]);
            return double.NaN;
        }

        return volumes[row] * scale / HoursOf(row);
    }

    /// <summary>To the next row where times are beginnings, else from the one before.</summary>
    private double HoursOf(int row)
    {
        var (first, second) = begins ? (row, row + 1) : (row - 1, row);
        int? found = first >= 0 && second < ticks.Length
            ? (int)Math.Round((ticks[second] - ticks[first]) / (double)TimeSpan.TicksPerMinute)
            : null;
        return RegularStep.LengthOf((int)step.TotalMinutes, found) / (double)MinutesPer.Hour;
    }

    private long PhaseOf(long time) => (long)Math.Round(time / (double)TimeSpan.TicksPerMinute) % (long)step.TotalMinutes;

    private bool IsBetween(int row) => PhaseOf(ticks[row]) != phase && (IsNear(row - 1, row) || IsNear(row, row + 1));

    private bool IsNear(int row, int next) => row >= 0 && next < ticks.Length && ticks[next] > ticks[row]
        && ticks[next] - ticks[row] < step.Ticks * ShortestShare;

    private bool IsLarge(int row) => Math.Abs(volumes[row]) > usual * SumTimes;

    /// <summary>It is as much as all others of the day before it or after it, with or without the row of its own time.</summary>
    private bool IsSum(int row)
    {
        return IsLarge(row) && volumes.Length > FewestOfASum && IsSumOfADay(row)
            && (StandsOut(row) || IsSumAt(ticks[row] - TimeSpan.TicksPerDay) || IsSumAt(ticks[row] + TimeSpan.TicksPerDay));
    }

    /// <summary>Sums come each day.</summary>
    private bool IsSumAt(long time) =>
        From(time) is var row && row < ticks.Length && ticks[row] == time && IsLarge(row) && IsSumOfADay(row);

    private bool IsSumOfADay(int row)
    {
        var (time, day) = (ticks[row], TimeSpan.TicksPerDay);
        return IsSumOf(row, From(time - day), From(time)) || IsSumOf(row, From(time - day + 1), From(time + 1))
            || IsSumOf(row, From(time), From(time + day)) || IsSumOf(row, From(time + 1), From(time + day + 1));
    }

    /// <summary>A row that alone stands where one is due is one of them.</summary>
    private bool StandsOut(int row) => row == 0 || row == ticks.Length - 1 || PhaseOf(ticks[row]) != phase
        || (row > 0 && ticks[row - 1] == ticks[row])
        || (row + 1 < ticks.Length && ticks[row + 1] == ticks[row]);

    private bool IsSumOf(int row, int first, int end) => counts[end] - counts[first] >= FewestOfASum
        && Math.Abs(sums[end] - sums[first] - volumes[row]) <= SumTolerance * Math.Abs(volumes[row]);

    /// <summary>The first row that is not before the time.</summary>
    private int From(long time)
    {
        var (low, high) = (0, ticks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ticks[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
