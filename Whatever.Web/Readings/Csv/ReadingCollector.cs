using Whatever.Web.Storage;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Collects rows as they come and gives them back in ascending order. Rows of one minute become one: per quantity the later value wins,
/// which is in the row below, or where the newest row comes first the one with more seconds; a missing value erases none.
/// </summary>
public sealed class ReadingCollector
{
    private const int InitialCapacity = 1024;
    private readonly RepeatedHours repeated = new();
    private int[] minutes = new int[InitialCapacity];
    private double[] flowRate = new double[InitialCapacity];
    private double[] pressure = new double[InitialCapacity];
    private float[]? seconds;
    private bool ascending = true;

    /// <summary>Whether the minute fell from a row to the next, and whether it rose.</summary>
    private bool hasFallen;
    private bool hasRisen;

    public int Count { get; private set; }

    /// <summary>Rows whose values replaced those of an earlier row of the same minute, or stood there again.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Rows that added a value to an earlier row of the same minute and replaced none.</summary>
    public int Merged { get; private set; }

    public bool HasValues => FlowRates.ContainsAnyInRange(double.MinValue, double.MaxValue)
        || Pressures.ContainsAnyInRange(double.MinValue, double.MaxValue);

    /// <summary>Values as they came.</summary>
    public Span<double> FlowRates => flowRate.AsSpan(0, Count);

    public Span<double> Pressures => pressure.AsSpan(0, Count);

    /// <param name="minute">Where the local time stands twice, the first one.</param>
    /// <param name="flowRateValue">NaN where it is missing.</param>
    /// <param name="pressureValue">Likewise.</param>
    /// <param name="repeatsAfter">How many minutes later the local time stands once more; 0 where it does not.</param>
    /// <param name="isOther">A row of the second quantity, where each has rows of its own.</param>
    /// <param name="second">Of the minute: the newest row may come first in a file, and between two counts lies no whole minute.</param>
    public void Add(
        int minute, double flowRateValue, double pressureValue, int repeatsAfter = 0, bool isOther = false, double second = 0)
    {
        if (Count == minutes.Length)
        {
            Grow();
        }

        if (repeatsAfter > 0)
        {
            repeated.Note(Count, minute, repeatsAfter, isOther);
        }

        if (Count > 0 && minute <= minutes[Count - 1])
        {
            ascending = false;
            hasFallen |= minute < minutes[Count - 1];
        }
        else
        {
            hasRisen |= Count > 0;
        }
        (minutes[Count], flowRate[Count], pressure[Count]) = (minute, flowRateValue, pressureValue);
        if (second > 0)
        {
            (seconds ??= new float[minutes.Length])[Count] = (float)second;
        }

        Count++;
    }

    /// <summary>Makes flows of counts, once all rows are there.</summary>
    internal void CountFlows(Plans.CounterPlan counter, CounterEvents events) =>
        CounterSeries.ToFlows(counter, Ticks(), FlowRates, events);

    /// <summary>Makes flows of volumes of intervals, once all rows are there.</summary>
    /// <returns>The length of an interval; null where it is not known.</returns>
    internal TimeSpan? SpreadFlows(Plans.IntervalPlan interval, CounterEvents events) =>
        IntervalSeries.ToFlows(interval, Ticks(), FlowRates, events);

    private long[] Ticks()
    {
        if (repeated.Resolve(minutes.AsSpan(0, Count)))
        {
            ascending = false;
        }

        var ticks = new long[Count];
        for (var row = 0; row < Count; row++)
        {
            ticks[row] = DateTime.UnixEpoch.Ticks + (minutes[row] * TimeSpan.TicksPerMinute)
                + (long)((seconds?[row] ?? 0) * TimeSpan.TicksPerSecond);
        }

        return ticks;
    }

    /// <summary>How many rows lie on the minute of another row.</summary>
    public int CountOverwritten() => ascending ? 0 : Count - new HashSet<int>(minutes.AsSpan(0, Count).ToArray()).Count;

    public ReadingColumns ToColumns()
    {
        if (repeated.Resolve(minutes.AsSpan(0, Count)))
        {
            ascending = false;
        }

        return ascending ? new ReadingColumns(minutes[..Count], flowRate[..Count], pressure[..Count]) : Sorted();
    }

    private ReadingColumns Sorted()
    {
        // Row numbers in the low half keep the order of rows of the same minute.
        var keys = new long[Count];
        for (var i = 0; i < Count; i++)
        {
            keys[i] = ((long)minutes[i] << 32) | (uint)i;
        }

        Array.Sort(keys);
        OrderBySeconds(keys);
        var (times, flows, pressures, last) = (new int[Count], new double[Count], new double[Count], -1);
        foreach (var key in keys)
        {
            var (minute, row) = ((int)(key >> 32), (int)key);
            if (last >= 0 && times[last] == minute)
            {
                var replaces = Merge(ref flows[last], flowRate[row]) | Merge(ref pressures[last], pressure[row]);
                var isEmpty = double.IsNaN(flowRate[row]) && double.IsNaN(pressure[row]);
                (Duplicates, Merged) = replaces || isEmpty ? (Duplicates + 1, Merged) : (Duplicates, Merged + 1);
            }
            else
            {
                last++;
                (times[last], flows[last], pressures[last]) = (minute, flowRate[row], pressure[row]);
            }
        }

        return new ReadingColumns(times[..(last + 1)], flows[..(last + 1)], pressures[..(last + 1)]);
    }

    /// <summary>Rows of one minute lie beside each other by now, in the order of the file: backwards where the newest row comes first.
    /// </summary>
    private void OrderBySeconds(long[] keys)
    {
        for (var first = 0; seconds is not null && hasFallen && !hasRisen && first < keys.Length;)
        {
            var end = first + 1;
            while (end < keys.Length && keys[end] >> 32 == keys[first] >> 32)
            {
                end++;
            }

            if (end - first > 1)
            {
                var same = keys[first..end].OrderBy(key => seconds[(int)key]).ToArray();
                same.CopyTo(keys, first);
            }

            first = end;
        }
    }

    /// <returns>Whether a value stood there before.</returns>
    private static bool Merge(ref double value, double later)
    {
        if (double.IsNaN(later))
        {
            return false;
        }

        var replaces = !double.IsNaN(value);
        value = later;
        return replaces;
    }

    private void Grow()
    {
        Array.Resize(ref minutes, Count * 2);
        Array.Resize(ref flowRate, Count * 2);
        Array.Resize(ref pressure, Count * 2);
        if (seconds is not null)
        {
            Array.Resize(ref seconds, Count * 2);
        }
    }
}
