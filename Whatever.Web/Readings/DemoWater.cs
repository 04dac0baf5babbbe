using Whatever.Model.Simulation;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>The simulated water of a sensor: the same minute always has the same values, whenever it is generated.</summary>
public static class DemoWater
{
    public static ReadingColumns Generate(Sensor sensor, int fromMinute, int toMinute)
    {
        var collector = new ReadingCollector();
        var clock = sensor.Clock;
        var simulator = new WaterSimulator(
            new SimulationOptions { Seed = sensor.Key, Events = [NightBurst(clock.DayOf(sensor.CreatedAt))] });
        var start = clock.ToLocal(fromMinute);
        foreach (var minute in simulator.Generate(start, toMinute - fromMinute + 1))
        {
            collector.Add(fromMinute + (int)(minute.Time - start).TotalMinutes, minute.FlowRate, minute.Pressure);
        }

        return collector.ToColumns();
    }

    /// <summary>Something has happened in the demo's history, so that its alarms are not an empty page.</summary>
    private static SimulatedEvent NightBurst(DateOnly created) =>
        new(SimulatedEventKind.Burst, created.AddDays(-2).ToDateTime(new TimeOnly(3, 5)), TimeSpan.FromHours(4), 0.25);
}
