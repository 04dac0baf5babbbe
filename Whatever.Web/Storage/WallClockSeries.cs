using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Days as a model sees them: a slot per sampling interval on the sensor's wall clock, NaN where missing. In the hour that occurs twice in
/// autumn the first one counts; the hour skipped in spring stays missing.
/// </summary>
public static class WallClockSeries
{
    /// <summary>Every quantity over whole days, the first and the last one included; empty where the last lies before the first.</summary>
    public static IReadOnlyDictionary<Quantity, MinuteSeries> Read(StationDbContext db, Sensor sensor, DateOnly firstDay, DateOnly lastDay)
    {
        var (clock, interval, start) = (sensor.Clock, sensor.SamplingIntervalMinutes, firstDay.ToDateTime(TimeOnly.MinValue));
        var slots = Math.Max(0, lastDay.DayNumber - firstDay.DayNumber + 1) * MinutesPer.Day / interval;
        var (flowRate, pressure) = (Missing(slots), Missing(slots));
        var readings = ReadingReader.ReadUsable(db, sensor.Key, clock.StartOfDay(firstDay), clock.StartOfDay(lastDay.AddDays(1)) - 1);
        for (var i = 0; i < readings.Count; i++)
        {
            var slot = (int)(clock.ToLocal(readings.Minutes[i]) - start).TotalMinutes / interval;
            if (slot >= 0 && slot < slots)
            {
                SetIfEmpty(flowRate, slot, readings.FlowRate[i]);
                SetIfEmpty(pressure, slot, readings.Pressure[i]);
            }
        }

        return SensorSeries.Of(
            new MinuteSeries(start, TimeSpan.FromMinutes(interval), flowRate),
            new MinuteSeries(start, TimeSpan.FromMinutes(interval), pressure));
    }

    /// <summary>
    /// The hours of the same days, NaN where fewer than half of an hour's readings came: from the roll-ups, two years of which are read as
    /// fast as a week of minutes, and which stay where minutes are purged. From the minutes on a clock that stands half an hour beside UTC,
    /// where more came than the interval asks for, and where the hour that occurs twice in autumn has gaps: there roll-ups say something
    /// else.
    /// </summary>
    public static IReadOnlyDictionary<Quantity, MinuteSeries> ReadHours(
        StationDbContext db, Sensor sensor, DateOnly firstDay, DateOnly lastDay)
    {
        var (clock, start) = (sensor.Clock, firstDay.ToDateTime(TimeOnly.MinValue));
        var (from, to) = (clock.StartOfDay(firstDay), clock.StartOfDay(lastDay.AddDays(1)) - 1);
        var (flowRate, pressure) = (Missing(HoursOf(firstDay, lastDay)), Missing(HoursOf(firstDay, lastDay)));
        var needed = MinutesPer.Hour / sensor.SamplingIntervalMinutes;
        var (lastSlot, last) = (int.MinValue, default(SeriesPoint));
        foreach (var hour in ReadingReader.ReadRollupBuckets(
            db, sensor.Key, ReadingWriter.HourOf(from), ReadingWriter.HourOf(to), bucketHours: 1))
        {
            var local = clock.ToLocal(hour.Minute);
            var slot = (int)(local - start).TotalHours;
            var isFilledUp = slot == lastSlot
                && ((last.FlowRate.Count < needed && hour.FlowRate.Count > 0) || (last.Pressure.Count < needed && hour.Pressure.Count > 0));
            if (local.Minute != 0 || Math.Max(hour.FlowRate.Count, hour.Pressure.Count) > needed || isFilledUp)
            {
                return Read(db, sensor, firstDay, lastDay).ToDictionary(pair => pair.Key, pair => pair.Value.ToHours());
            }

            (lastSlot, last) = (slot, hour);
            if (slot >= 0 && slot < flowRate.Length)
            {
                SetIfEmpty(flowRate, slot, hour.FlowRate.Count * 2 >= needed ? hour.FlowRate.Mean : double.NaN);
                SetIfEmpty(pressure, slot, hour.Pressure.Count * 2 >= needed ? hour.Pressure.Mean : double.NaN);
            }
        }

        return new Dictionary<Quantity, MinuteSeries>
        {
            [Quantity.FlowRate] = new(start, HourSeries.Interval, flowRate),
            [Quantity.Pressure] = new(start, HourSeries.Interval, pressure),
        };
    }

    private static int HoursOf(DateOnly firstDay, DateOnly lastDay) =>
        Math.Max(0, lastDay.DayNumber - firstDay.DayNumber + 1) * HoursPer.Day;

    private static double[] Missing(int slots)
    {
        var values = new double[slots];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static void SetIfEmpty(double[] slots, int slot, double value)
    {
        if (double.IsNaN(slots[slot]))
        {
            slots[slot] = value;
        }
    }
}
