using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>
/// The water of one sensor of the reference, and when its rows arrive: at once, hours late, twice, or corrected later. All of it follows
/// from the seed and the number of the sensor.
/// </summary>
internal sealed class ReferenceWater
{
    private readonly Sensor sensor;
    private readonly Random random;
    private readonly SimulatedMinute[] minutes;
    private readonly int interval;
    private readonly List<int> heldBack = [];

    /// <param name="sensor">Whose water it is.</param>
    /// <param name="number">From 0; says what happens to it.</param>
    /// <param name="seed">Of the whole reference.</param>
    /// <param name="firstDay">First day of the history.</param>
    /// <param name="liveDay">First day on which rows arrive minute by minute.</param>
    /// <param name="liveDays">How many of these.</param>
    public ReferenceWater(Sensor sensor, int number, int seed, DateOnly firstDay, DateOnly liveDay, int liveDays)
    {
        (this.sensor, interval, random) = (sensor, sensor.SamplingIntervalMinutes, new Random((seed * 1000) + number));
        var live = liveDay.ToDateTime(TimeOnly.MinValue);
        minutes = [.. new WaterSimulator(new SimulationOptions
        {
            Seed = (seed * 100) + number,
            Character = (NoiseCharacter)(number % 3),
            Events = EventsOf(number, live),
        }).Generate(firstDay.ToDateTime(TimeOnly.MinValue), (liveDay.DayNumber - firstDay.DayNumber + liveDays) * MinutesPer.Day)];
        LiveFrom = (liveDay.DayNumber - firstDay.DayNumber) * MinutesPer.Day;
    }

    /// <summary>Index of the first minute that arrives live.</summary>
    public int LiveFrom { get; }

    /// <summary>All that was before the station was installed, in the order of time.</summary>
    public ReadingColumns History() => Columns(Enumerable.Range(0, LiveFrom));

    /// <summary>What arrives between two looks at the station: rows of these minutes, and now and then older ones.</summary>
    /// <param name="from">Index of the first minute.</param>
    /// <param name="to">Index behind the last one.</param>
    public IEnumerable<ReadingColumns> Arrivals(int from, int to)
    {
        var fresh = Enumerable.Range(from, to - from).ToList();
        var day = (from - LiveFrom) / MinutesPer.Day;

        // On every third day the line is down for some hours, and the logger sends the newest rows first.
        var isDown = (day + sensor.Key) % 3 == 0 && (from % MinutesPer.Day) is >= 9 * 60 and < 13 * 60;
        if (isDown)
        {
            heldBack.AddRange(fresh);
            yield break;
        }

        yield return Columns(fresh);
        if (heldBack.Count > 0)
        {
            var half = heldBack.Count / 2;
            yield return Columns(heldBack.Skip(half));
            yield return Columns(heldBack.Take(half));
            heldBack.Clear();
        }

        if (random.Next(40) == 0)
        {
            yield return Columns(Enumerable.Range(Math.Max(0, from - 30), 30));
        }

        if (random.Next(200) == 0)
        {
            var factor = 0.7 + (0.8 * random.NextDouble());
            yield return Columns(Enumerable.Range(Math.Max(0, from - random.Next(60, 2000)), 20), factor);
        }
    }

    private static List<SimulatedEvent> EventsOf(int number, DateTime live)
    {
        SimulatedEvent Event(SimulatedEventKind kind, double day, double hours, double magnitude = 0) =>
            new(kind, live.AddDays(day), TimeSpan.FromHours(hours), magnitude);
        var events = new List<SimulatedEvent> { Event(SimulatedEventKind.Gap, 4.4, 1.5) };
        events.AddRange((number % 8) switch
        {
            0 => [Event(SimulatedEventKind.Burst, 1.1, 6, 0.35), Event(SimulatedEventKind.Burst, 3.6, 1, 0.6)],
            1 => [Event(SimulatedEventKind.SlowLeak, -6, 15 * 24, 0.12)],
            2 => [Event(SimulatedEventKind.StuckSensor, 2.3, 3)],
            3 => [Event(SimulatedEventKind.Gap, 1.2, 0.4), Event(SimulatedEventKind.Gap, 2.7, 20)],
            4 => [Event(SimulatedEventKind.Spike, 0.6, 0.1, 0.8), Event(SimulatedEventKind.Spike, 2.4, 0.2, 0.5)],
            5 => [Event(SimulatedEventKind.Drift, 1, 72, 0.2)],
            6 => [Event(SimulatedEventKind.Burst, 2.0, 30, 0.2), Event(SimulatedEventKind.Gap, 2.5, 1)],
            _ => new List<SimulatedEvent>(),
        });
        return events;
    }

    private ReadingColumns Columns(IEnumerable<int> indices, double factor = 1)
    {
        var collector = new ReadingCollector();
        foreach (var minute in indices.Where(index => index % interval == 0).Select(index => minutes[index]))
        {
            // A time that the clock leaves out in spring has no minute.
            if (!sensor.Clock.IsSkipped(minute.Time) && !(double.IsNaN(minute.FlowRate) && double.IsNaN(minute.Pressure)))
            {
                collector.Add(sensor.Clock.ToMinute(minute.Time), Math.Round(minute.FlowRate * factor, 3), minute.Pressure);
            }
        }

        return collector.ToColumns();
    }
}
