using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>
/// One local day as the model sees it: a slot per sampling interval on the wall clock. In the hour that occurs twice in autumn the first one
/// counts; the hour skipped in spring stays missing.
/// </summary>
public sealed class WallClockDay
{
    private const int MinutesPerDay = 1440;

    private WallClockDay(DateOnly day, int interval)
    {
        Day = day;
        Interval = interval;
        FlowRate = new double[MinutesPerDay / interval];
        Pressure = new double[MinutesPerDay / interval];
        Array.Fill(FlowRate, double.NaN);
        Array.Fill(Pressure, double.NaN);
    }

    public DateOnly Day { get; }
    public int Interval { get; }
    public double[] FlowRate { get; }
    public double[] Pressure { get; }
    public int Slots => FlowRate.Length;

    public DateTime TimeOf(int slot) => Day.ToDateTime(TimeOnly.MinValue).AddMinutes(slot * Interval);

    public static WallClockDay Read(StationDbContext db, Sensor sensor, DateOnly day)
    {
        var clock = sensor.Clock;
        var result = new WallClockDay(day, sensor.SamplingIntervalMinutes);
        var readings = ReadingReader.ReadMinutes(db, sensor.Key, clock.StartOfDay(day), clock.StartOfDay(day.AddDays(1)) - 1);
        for (var i = 0; i < readings.Count; i++)
        {
            var slot = (int)clock.ToLocal(readings.Minutes[i]).TimeOfDay.TotalMinutes / result.Interval;
            SetIfEmpty(result.FlowRate, slot, readings.FlowRate[i]);
            SetIfEmpty(result.Pressure, slot, readings.Pressure[i]);
        }

        return result;
    }

    private static void SetIfEmpty(double[] slots, int slot, double value)
    {
        if (double.IsNaN(slots[slot]))
        {
            slots[slot] = value;
        }
    }
}
