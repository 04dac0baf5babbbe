using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>
/// The readings of one sensor for one pass. A span that is read at the beginning serves every judgement; what lies outside it is read when
/// it is asked for.
/// </summary>
internal sealed class SensorReadings(StationDbContext db, int sensorKey)
{
    private ReadingColumns? held;
    private int heldFrom;

    /// <summary>The newest minute held; null where nothing is.</summary>
    public int? NewestHeld => held is { Count: > 0 } ? held.Minutes[^1] : null;

    /// <summary>Reads everything from a minute on, once.</summary>
    public void HoldFrom(int fromMinute) =>
        (held, heldFrom) = (ReadingReader.ReadMinutes(db, sensorKey, fromMinute, int.MaxValue), fromMinute);

    /// <summary>The stored rows of a span, both ends inclusive.</summary>
    public ReadingColumns Rows(int fromMinute, int toMinute)
    {
        if (held is null || fromMinute < heldFrom)
        {
            return ReadingReader.ReadMinutes(db, sensorKey, fromMinute, toMinute);
        }

        var (first, end) = (IndexOf(held.Minutes, fromMinute), IndexOf(held.Minutes, toMinute + 1L));
        return new ReadingColumns(held.Minutes[first..end], held.FlowRate[first..end], held.Pressure[first..end]);
    }

    /// <summary>The same on the grid of the sampling interval.</summary>
    public DenseReadings Grid(int fromMinute, int toMinute, int intervalMinutes)
    {
        var start = DenseReadings.StartOf(fromMinute, intervalMinutes);
        return DenseReadings.From(Rows(start, toMinute), start, toMinute, intervalMinutes);
    }

    /// <summary>Of the first minute that is not before.</summary>
    private static int IndexOf(int[] minutes, long minute)
    {
        var index = Array.BinarySearch(minutes, (int)Math.Min(minute, int.MaxValue));
        return index >= 0 ? index : ~index;
    }
}
