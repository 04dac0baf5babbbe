using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Tests.Support;

/// <summary>Days of simulated water for a sensor.</summary>
public static class SimulatedWater
{
    public static ReadingColumns Columns(Sensor sensor, DateOnly firstDay, int days, int seed = 1)
    {
        var collector = new ReadingCollector();
        foreach (
            var minute in new WaterSimulator(new SimulationOptions { Seed = seed })
                .Generate(firstDay.ToDateTime(TimeOnly.MinValue), days * MinutesPer.Day))
        {
            collector.Add(sensor.Clock.ToMinute(minute.Time), minute.FlowRate, minute.Pressure);
        }

        return collector.ToColumns();
    }

    /// <summary>Stores whole days that end with yesterday on the station's clock.</summary>
    public static Task StoreSimulatedAsync(this TestStation station, Sensor sensor, int days, int seed = 1)
    {
        var today = sensor.Clock.DayOf(station.Time.GetUtcNow());
        return station.Get<ReadingStore>()
            .StoreAsync(sensor.Key, Columns(sensor, today.AddDays(-days), days, seed), toldFromMinute: History.EverythingIsTold,
                cancellation: TestStation.Cancellation);
    }
}
