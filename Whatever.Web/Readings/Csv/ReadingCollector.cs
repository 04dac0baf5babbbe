using Whatever.Web.Storage;

namespace Whatever.Web.Readings.Csv;

/// <summary>Collects rows as they come and gives them back in ascending order; of two rows of one minute the later row wins.</summary>
public sealed class ReadingCollector
{
    private const int InitialCapacity = 1024;
    private int[] minutes = new int[InitialCapacity];
    private double[] flowRate = new double[InitialCapacity];
    private double[] pressure = new double[InitialCapacity];
    private bool ascending = true;

    public int Count { get; private set; }

    /// <summary>Rows that a later row of the same minute replaced.</summary>
    public int Duplicates { get; private set; }

    public void Add(int minute, double flowRateValue, double pressureValue)
    {
        if (Count == minutes.Length)
        {
            Grow();
        }

        ascending = ascending && (Count == 0 || minute > minutes[Count - 1]);
        (minutes[Count], flowRate[Count], pressure[Count]) = (minute, flowRateValue, pressureValue);
        Count++;
    }

    public ReadingColumns ToColumns() => ascending
        ? new ReadingColumns(minutes[..Count], flowRate[..Count], pressure[..Count])
        : Sorted();

    private ReadingColumns Sorted()
    {
        // Row numbers in the low half keep the order of rows of the same minute.
        var keys = new long[Count];
        for (var i = 0; i < Count; i++)
        {
            keys[i] = ((long)minutes[i] << 32) | (uint)i;
        }

        Array.Sort(keys);
        var last = Enumerable.Range(0, Count).Where(i => i == Count - 1 || keys[i] >> 32 != keys[i + 1] >> 32).Select(i => (int)keys[i])
            .ToArray();
        Duplicates = Count - last.Length;
        return new ReadingColumns(
            Array.ConvertAll(last, row => minutes[row]),
            Array.ConvertAll(last, row => flowRate[row]),
            Array.ConvertAll(last, row => pressure[row]));
    }

    private void Grow()
    {
        Array.Resize(ref minutes, Count * 2);
        Array.Resize(ref flowRate, Count * 2);
        Array.Resize(ref pressure, Count * 2);
    }
}
