using System.Collections.Concurrent;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Alarms.Monitor;

/// <summary>A simulated sensor whose normal was learned from weeks without a fault, and what it says from <see cref="Start"/> on.</summary>
internal sealed class MonitoredWater
{
    private const int HistoryDays = 42;

    /// <summary>A Monday.</summary>
    public static readonly DateTime Start = new(2024, 5, 6, 0, 0, 0, DateTimeKind.Unspecified);

    private static readonly ConcurrentDictionary<(int Seed, NoiseCharacter Character, int Interval), Lazy<MonitoredWater>> Known = new();

    private readonly int seed;
    private readonly int interval;
    private readonly NoiseCharacter character;

    private MonitoredWater(int seed, NoiseCharacter character, int interval)
    {
        (this.seed, this.character, this.interval) = (seed, character, interval);
        var (flow, pressure) = Simulate(Start.AddDays(-HistoryDays), HistoryDays * MinutesPer.Day, []);
        var start = MinuteOf(Start.AddDays(-HistoryDays));
        Profile = SensorProfile.Fit(start, interval, flow, pressure, CriteriaContext.HourOfWeek, CriteriaContext.HourOfWeek, Cells());

        // What was learned from was quiet; whatever is open at its end is not the test's.
        var run = Monitor.Run(new MonitorState(), new MonitorInput(start, flow, pressure, Cells()), MinuteOf(Start) - interval);
        State = run.State with { Timers = [], Stages = [], Burst = null };
    }

    public SensorProfile Profile { get; }

    /// <summary>At the end of the history.</summary>
    public MonitorState State { get; }

    public MonitorSettings Settings => new() { IntervalMinutes = interval };

    public SensorMonitor Monitor => new(Profile, Settings);

    public static MonitoredWater Of(int seed, NoiseCharacter character = NoiseCharacter.White, int interval = 1) =>
        Known.GetOrAdd((seed, character, interval), key => new(() => new MonitoredWater(key.Seed, key.Character, key.Interval))).Value;

    public static HourCells Cells() => new(minute => DateTime.UnixEpoch.AddMinutes(minute), KoreanHolidays.WithoutSubstitutes);

    public static int MinuteOf(DateTime local) => (int)((local - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMinute);

    public static int MinuteOf(double days) => MinuteOf(Start) + (int)Math.Round(days * MinutesPer.Day);

    /// <summary>An event that begins so many days after <see cref="Start"/>.</summary>
    public static SimulatedEvent Event(SimulatedEventKind kind, double day, TimeSpan duration, double magnitude = 0) =>
        new(kind, Start.AddDays(day), duration, magnitude);

    /// <summary>Readings from a look-back before <see cref="Start"/> on.</summary>
    public MonitorInput Input(double days, params SimulatedEvent[] events)
    {
        var first = Start.AddMinutes(-MonitorInput.LookBack * interval);
        var (flow, pressure) = Simulate(first, (int)(days * MinutesPer.Day) + (MonitorInput.LookBack * interval), events);
        return new MonitorInput(MinuteOf(first), flow, pressure, Cells());
    }

    public IReadOnlyList<AlarmChange> Watch(double days, params SimulatedEvent[] events) => Run(Input(days, events)).Changes;

    public MonitorResult Run(MonitorInput input) => Monitor.Run(State, input, EndOf(input));

    public int EndOf(MonitorInput input) => input.StartMinute + ((input.FlowRate.Length - 1) * interval);

    public static List<AlarmChange> Opened(IEnumerable<AlarmChange> changes) =>
        [.. changes.Where(change => change.Kind == AlarmChangeKind.Opened)];

    private (double[] Flow, double[] Pressure) Simulate(DateTime from, int minutes, SimulatedEvent[] events)
    {
        var simulator = new WaterSimulator(new SimulationOptions { Seed = seed, Character = character, Events = events });
        var taken = simulator.Generate(from, minutes).Where((_, index) => index % interval == 0).ToArray();
        return (Array.ConvertAll(taken, minute => minute.FlowRate), Array.ConvertAll(taken, minute => minute.Pressure));
    }
}
