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
        var readings = ReadingReader.ReadMinutes(db, sensor.Key, clock.StartOfDay(firstDay), clock.StartOfDay(lastDay.AddDays(1)) - 1);
        for (var i = 0; i < readings.Count; i++)
        {
            var slot = (int)(clock.ToLocal(readings.Minutes[i]) - start).TotalMinutes / interval;
            if (slot >= 0 && slot < slots)
            {
                SetIfEmpty(flowRate, slot, readings.FlowRate[i]);
                SetIfEmpty(pressure, slot, readings.Pressure[i]);
            }
        }

        return new Dictionary<Quantity, MinuteSeries>
        {
            [Quantity.FlowRate] = new(start, TimeSpan.FromMinutes(interval), flowRate),
            [Quantity.Pressure] = new(start, TimeSpan.FromMinutes(interval), pressure),
        };
    }

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
