using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Readings of one sensor column by column: strictly ascending minutes, NaN where a value is missing.</summary>
public sealed class ReadingColumns(int[] minutes, double[] flowRate, double[] pressure)
{
    public int[] Minutes { get; } = minutes;
    public double[] FlowRate { get; } = flowRate;
    public double[] Pressure { get; } = pressure;
    public int Count => Minutes.Length;

    public static ReadingColumns One(int minute, double flowRate, double pressure) => new([minute], [flowRate], [pressure]);

    /// <summary>How many values lie outside the physical ranges.</summary>
    public int CountOutside(SensorRanges ranges) => FlowRate.Count(ranges.FlowRate.Excludes) + Pressure.Count(ranges.Pressure.Excludes);

    /// <exception cref="ArgumentException">The columns differ in length, or minutes do not ascend.</exception>
    public void Validate()
    {
        if (FlowRate.Length != Count || Pressure.Length != Count)
        {
            throw new ArgumentException($"Columns hold {Count}, {FlowRate.Length} and {Pressure.Length} values; expected the same number.");
        }

        for (var i = 1; i < Count; i++)
        {
            if (Minutes[i] <= Minutes[i - 1])
            {
                throw new ArgumentException($"Minute {Minutes[i]} follows {Minutes[i - 1]}; expected ascending minutes.");
            }
        }
    }
}

/// <summary>What storing did to each row given.</summary>
public readonly record struct WriteCounts(int Inserted, int Updated, int Unchanged)
{
    /// <summary>Values outside the physical range, among all that were given.</summary>
    public int OutOfRange { get; init; }

    public bool Changed => Inserted + Updated > 0;

    public static WriteCounts operator +(WriteCounts a, WriteCounts b) =>
        new(a.Inserted + b.Inserted, a.Updated + b.Updated, a.Unchanged + b.Unchanged);
}
