namespace Whatever.Web.Storage;

/// <summary>Puts rows that come in ascending order together into buckets of equal width; a bucket without rows gives no point.</summary>
/// <param name="from">Where the first bucket begins, in the unit of the rows.</param>
/// <param name="width">Of a bucket, in the unit of the rows.</param>
/// <param name="minutesPerUnit">1 for minutes, 60 for hours.</param>
internal sealed class BucketList(int from, int width, int minutesPerUnit)
{
    private readonly List<SeriesPoint> points = [];
    private int current = -1;
    private Sum flowRate = Sum.Empty;
    private Sum pressure = Sum.Empty;

    public void Add(int time, Aggregate flowRateRow, Aggregate pressureRow)
    {
        var bucket = (time - from) / width;
        if (bucket != current)
        {
            Close();
            current = bucket;
        }

        flowRate.Add(flowRateRow);
        pressure.Add(pressureRow);
    }

    public List<SeriesPoint> ToPoints()
    {
        Close();
        current = -1;
        return points;
    }

    private void Close()
    {
        if (current >= 0)
        {
            points.Add(new SeriesPoint((from + (current * width)) * minutesPerUnit, flowRate.ToAggregate(), pressure.ToAggregate()));
        }

        (flowRate, pressure) = (Sum.Empty, Sum.Empty);
    }

    private struct Sum
    {
        private double total;
        private double min;
        private double max;
        private int count;

        public static Sum Empty => new() { min = double.PositiveInfinity, max = double.NegativeInfinity };

        public void Add(Aggregate row)
        {
            if (row.Count > 0)
            {
                total += row.Mean * row.Count;
                min = Math.Min(min, row.Min);
                max = Math.Max(max, row.Max);
                count += row.Count;
            }
        }

        public readonly Aggregate ToAggregate() => count == 0 ? Aggregate.Empty : new Aggregate(total / count, min, max, count);
    }
}
