using Whatever.Model.Series;

namespace Whatever.Web.Storage;

/// <summary>Readings on a regular grid of the sampling interval; NaN where nothing was measured.</summary>
public sealed class DenseReadings
{
    private DenseReadings(int startMinute, int intervalMinutes, int count)
    {
        (StartMinute, IntervalMinutes) = (startMinute, intervalMinutes);
        FlowRate = new double[count];
        Pressure = new double[count];
        Array.Fill(FlowRate, double.NaN);
        Array.Fill(Pressure, double.NaN);
    }

    /// <summary>A multiple of the sampling interval.</summary>
    public int StartMinute { get; }
    public int IntervalMinutes { get; }
    public double[] FlowRate { get; }
    public double[] Pressure { get; }

    /// <summary>The last minute of the grid.</summary>
    public int EndMinute => StartMinute + ((FlowRate.Length - 1) * IntervalMinutes);

    public double[] Of(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRate : Pressure;

    /// <summary>
    /// The slots that hold <paramref name="fromMinute"/> to <paramref name="toMinute"/>; of several readings in a slot the last counts that
    /// lies in the physical range.
    /// </summary>
    public static DenseReadings Read(StationDbContext db, int sensorKey, int fromMinute, int toMinute, int intervalMinutes)
    {
        var start = StartOf(fromMinute, intervalMinutes);
        return From(ReadingReader.ReadUsable(db, sensorKey, start, toMinute), start, toMinute, intervalMinutes);
    }

    /// <summary>The same of rows that were read already.</summary>
    /// <param name="rows">Of <paramref name="startMinute"/> to <paramref name="toMinute"/>, both inclusive.</param>
    /// <param name="startMinute">A multiple of the interval.</param>
    /// <param name="toMinute">The last one.</param>
    /// <param name="intervalMinutes">Of the sensor.</param>
    public static DenseReadings From(ReadingColumns rows, int startMinute, int toMinute, int intervalMinutes)
    {
        var dense = new DenseReadings(startMinute, intervalMinutes, Math.Max(0, SlotOf(toMinute - startMinute, intervalMinutes) + 1));
        for (var i = 0; i < rows.Count; i++)
        {
            var slot = (rows.Minutes[i] - startMinute) / intervalMinutes;
            dense.FlowRate[slot] = double.IsNaN(rows.FlowRate[i]) ? dense.FlowRate[slot] : rows.FlowRate[i];
            dense.Pressure[slot] = double.IsNaN(rows.Pressure[i]) ? dense.Pressure[slot] : rows.Pressure[i];
        }

        return dense;
    }

    /// <summary>The first minute of the slot that a minute lies in.</summary>
    public static int StartOf(int minute, int intervalMinutes) => SlotOf(minute, intervalMinutes) * intervalMinutes;

    /// <summary>Takes the values of a span out, both ends inclusive.</summary>
    public void Remove(int fromMinute, int toMinute)
    {
        var from = Math.Clamp(SlotOf(fromMinute - StartMinute, IntervalMinutes), 0, FlowRate.Length);
        var to = Math.Clamp(SlotOf(toMinute - StartMinute, IntervalMinutes) + 1, from, FlowRate.Length);
        FlowRate.AsSpan(from..to).Fill(double.NaN);
        Pressure.AsSpan(from..to).Fill(double.NaN);
    }

    /// <summary>Rounded down, also before the first.</summary>
    private static int SlotOf(int minute, int interval) => (int)Math.Floor(minute / (double)interval);
}
