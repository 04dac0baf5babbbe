using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>Stored readings as a gapless wall-clock series, NaN where nothing was measured.</summary>
public static class WallClockSeries
{
    public static MinuteSeries? Read(StationDbContext db, Sensor sensor, Quantity quantity, DateOnly firstDay, DateOnly lastDay)
    {
        if (lastDay < firstDay)
        {
            return null;
        }

        var clock = sensor.Clock;
        var start = firstDay.ToDateTime(TimeOnly.MinValue);
        var values = new double[(lastDay.DayNumber - firstDay.DayNumber + 1) * 1440];
        Array.Fill(values, double.NaN);
        var readings = ReadingReader.ReadMinutes(db, sensor.Key, clock.StartOfDay(firstDay), clock.StartOfDay(lastDay.AddDays(1)) - 1);
        var measured = quantity == Quantity.FlowRate ? readings.FlowRate : readings.Pressure;
        for (var i = 0; i < readings.Count; i++)
        {
            var slot = (int)(clock.ToLocal(readings.Minutes[i]) - start).TotalMinutes;
            if (slot >= 0 && slot < values.Length && double.IsNaN(values[slot]))
            {
                values[slot] = measured[i];
            }
        }

        return new MinuteSeries(start, TimeSpan.FromMinutes(1), values);
    }
}
