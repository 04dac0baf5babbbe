namespace Whatever.Model.Series;

/// <summary>Evenly spaced values on a wall clock.</summary>
/// <param name="Start">Local time of the first value; its kind is <see cref="DateTimeKind.Unspecified"/>.</param>
/// <param name="Interval">Time from one value to the next: 1, 5, 10, 15 or 60 minutes.</param>
/// <param name="Values">Shape (n); NaN where nothing was measured.</param>
public sealed record MinuteSeries(DateTime Start, TimeSpan Interval, double[] Values)
{
    /// <summary>
    /// The other quantity of the same sensor on the same clock, for models that look at both; null where it was not read.
    /// </summary>
    public MinuteSeries? Other { get; init; }

    /// <summary>What lies before a time, of both quantities: what comes later cannot be looked at by mistake.</summary>
    public MinuteSeries Before(DateTime end) =>
        this with { Values = Values[..Math.Clamp(IndexOf(end), 0, Values.Length)], Other = Other?.Before(end) };

    /// <summary>Local time of the value at <paramref name="index"/>.</summary>
    public DateTime TimeAt(int index) => Start + (Interval * index);

    /// <summary>Index of the slot that holds <paramref name="time"/>; negative or past the end where the series does not reach.</summary>
    public int IndexOf(DateTime time) => (int)Math.Floor((time - Start) / Interval);

    /// <summary>A copy of <paramref name="count"/> values from <paramref name="from"/> on; NaN outside the series.</summary>
    public double[] Slice(int from, int count)
    {
        var slice = new double[count];
        Array.Fill(slice, double.NaN);
        var first = Math.Max(0, -from);
        var length = Math.Min(count, Values.Length - from) - first;
        if (length > 0)
        {
            Array.Copy(Values, from + first, slice, first, length);
        }

        return slice;
    }

    /// <summary>Mean of the values measured in the hour that begins at <paramref name="time"/>; NaN where fewer than half were.</summary>
    public double HourMean(DateTime time)
    {
        var perHour = (int)(TimeSpan.FromHours(1) / Interval);
        var from = IndexOf(time);
        var (sum, count) = (0.0, 0);
        for (var i = Math.Max(0, from); i < Math.Min(Values.Length, from + perHour); i++)
        {
            if (!double.IsNaN(Values[i]))
            {
                sum += Values[i];
                count++;
            }
        }

        return count * 2 >= perHour ? sum / count : double.NaN;
    }
}
