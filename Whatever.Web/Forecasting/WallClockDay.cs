using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>One local day as the model sees it: a slot per sampling interval on the wall clock, NaN where missing.</summary>
public sealed class WallClockDay
{
    private WallClockDay(DateOnly day, int interval, double[] flowRate, double[] pressure) =>
        (Day, Interval, FlowRate, Pressure) = (day, interval, flowRate, pressure);

    public DateOnly Day { get; }
    public int Interval { get; }
    public double[] FlowRate { get; }
    public double[] Pressure { get; }
    public int Slots => FlowRate.Length;

    public DateTime TimeOf(int slot) => Day.ToDateTime(TimeOnly.MinValue).AddMinutes(slot * Interval);

    public static WallClockDay Read(StationDbContext db, Sensor sensor, DateOnly day)
    {
        var series = WallClockSeries.Read(db, sensor, day, day);
        return new WallClockDay(day, sensor.SamplingIntervalMinutes, series[Quantity.FlowRate].Values, series[Quantity.Pressure].Values);
    }
}
