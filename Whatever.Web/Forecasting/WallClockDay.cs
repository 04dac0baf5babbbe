using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>
/// One local day in the order of time: a slot per sampling interval, NaN where missing. A day on which the clock is changed has 23 or 25
/// hours of them, and a time may stand twice.
/// </summary>
public sealed class WallClockDay
{
    private WallClockDay(DateOnly day, DateTime[] times, double[] flowRate, double[] pressure) =>
        (Day, Times, FlowRate, Pressure) = (day, times, flowRate, pressure);

    public DateOnly Day { get; }

    /// <summary>On the wall clock.</summary>
    public DateTime[] Times { get; }
    public double[] FlowRate { get; }
    public double[] Pressure { get; }

    public static WallClockDay Read(StationDbContext db, Sensor sensor, DateOnly day)
    {
        var (clock, interval) = (sensor.Clock, sensor.SamplingIntervalMinutes);
        var (start, end) = (clock.StartOfDay(day), clock.StartOfDay(day.AddDays(1)));
        var times = Enumerable.Range(0, (end - start) / interval).Select(slot => clock.ToLocal(start + (slot * interval))).ToArray();
        var (flowRate, pressure) = (Missing(times.Length), Missing(times.Length));
        var readings = ReadingReader.ReadUsable(db, sensor.Key, start, end - 1);
        for (var i = 0; i < readings.Count; i++)
        {
            var slot = (readings.Minutes[i] - start) / interval;
            if (slot < times.Length)
            {
                SetIfEmpty(flowRate, slot, readings.FlowRate[i]);
                SetIfEmpty(pressure, slot, readings.Pressure[i]);
            }
        }

        return new WallClockDay(day, times, flowRate, pressure);
    }

    private static double[] Missing(int slots)
    {
        var values = new double[slots];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static void SetIfEmpty(double[] slots, int slot, double value) =>
        slots[slot] = double.IsNaN(slots[slot]) ? value : slots[slot];
}
