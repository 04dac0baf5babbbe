namespace Whatever.Model.Series;

/// <summary>Evenly spaced values on a wall clock.</summary>
/// <param name="Start">Local time of the first value; its kind is <see cref="DateTimeKind.Unspecified"/>.</param>
/// <param name="Interval">Time from one value to the next: 1, 5, 10, 15 or 60 minutes.</param>
/// <param name="Values">Shape (n); NaN where nothing was measured.</param>
public sealed record MinuteSeries(DateTime Start, TimeSpan Interval, double[] Values)
{
    /// <summary>Where the clock was changed last; null where it was not.</summary>
    public ClockChange? Change { get; init; }

    /// <summary>
    /// The other quantity of the same sensor on the same clock, for models that look at both; null where it was not read.
    /// </summary>
    public MinuteSeries? Other { get; init; }

    /// <summary>What lies before a time, of both quantities: what comes later cannot be looked at by mistake.</summary>
    public MinuteSeries Before(DateTime end) =>
        this with { Values = Values[..Math.Clamp(IndexOf(end), 0, Values.Length)], Other = Other?.Before(end) };

    /// <summary>What lies from one time to another, of both quantities; from the beginning where the series begins later.</summary>
    public MinuteSeries Between(DateTime start, DateTime end)
    {
        var first = Math.Clamp(IndexOf(start), 0, Values.Length);
        return this with
        {
            Start = TimeAt(first),
            Values = Values[first..Math.Clamp(IndexOf(end), first, Values.Length)],
            Other = Other?.Between(start, end),
        };
    }

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

    /// <summary>
    /// The <paramref name="count"/> values of the time that ends where <paramref name="end"/> begins, counted in time and not on the clock
    /// face: after a change of the clock they go on with what was measured before it. NaN outside the series.
    /// </summary>
    public double[] Before(DateTime end, int count)
    {
        if (Change is not { } change || end < change.At)
        {
            return Slice(IndexOf(end) - count, count);
        }

        var since = IndexOf(end) - IndexOf(change.At);
        if (since >= count)
        {
            return Slice(IndexOf(end) - count, count);
        }

        var earlier = new MinuteSeries(Start, Interval, change.Before);
        return [.. earlier.Slice(change.Before.Length - (count - since), count - since), .. Slice(IndexOf(change.At), since)];
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

/// <summary>A change of the clock within a series.</summary>
/// <param name="At">The first wall-clock time after it that stands but once: 3:00, where the clock is put from 2:00 to 3:00 or from 3:00 to
/// 2:00.</param>
/// <param name="Before">Shape (n): the values of the time before <paramref name="At"/>, the newest last; where the clock was put back, of
/// both passes of its hour.</param>
public sealed record ClockChange(DateTime At, double[] Before);
