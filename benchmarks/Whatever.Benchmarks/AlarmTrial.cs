using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Benchmarks;

/// <summary>
/// A simulated station: what is normal is learned from its first days, then it is watched with the settings that a new station has.
/// </summary>
internal sealed class AlarmTrial
{
    public const int HistoryDays = 60;
    /// <summary>The first watched day.</summary>
    public static readonly DateTime Start = new(2024, 5, 6, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly SensorProfile profile;
    private readonly MonitorState state;
    private readonly int seed;
    private readonly NoiseCharacter character;

    public AlarmTrial(int seed, NoiseCharacter character)
    {
        (this.seed, this.character) = (seed, character);
        var (flow, pressure) = Simulate(Start.AddDays(-HistoryDays), HistoryDays, []);
        var start = MinuteOf(Start.AddDays(-HistoryDays));
        profile = SensorProfile.Fit(start, 1, flow, pressure, CriteriaContext.HourOfWeek, CriteriaContext.HourOfWeek, Cells());

        // The nights of the history are known to a station that was running then.
        state = Monitor.Run(new MonitorState(), new MonitorInput(start, flow, pressure, Cells()), MinuteOf(Start) - 1).State;
        state = state with { Timers = [], Stages = [], Burst = null };
    }

    private SensorMonitor Monitor => new(profile, new MonitorSettings());

    public static int MinuteOf(DateTime local) => (int)((local - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMinute);

    public IReadOnlyList<AlarmChange> Watch(int days, params SimulatedEvent[] events)
    {
        var first = Start.AddMinutes(-MonitorInput.LookBack);
        var (flow, pressure) = Simulate(first, days, events);
        return Monitor.Run(state, new MonitorInput(MinuteOf(first), flow, pressure, Cells()), MinuteOf(first) + flow.Length - 1).Changes;
    }

    private static HourCells Cells() => new(minute => DateTime.UnixEpoch.AddMinutes(minute), KoreanHolidays.WithoutSubstitutes);

    private (double[] Flow, double[] Pressure) Simulate(DateTime from, int days, SimulatedEvent[] events)
    {
        var simulator = new WaterSimulator(new SimulationOptions { Seed = seed, Character = character, Events = events });
        var minutes = simulator.Generate(from, days * MinutesPer.Day).ToArray();
        return (Array.ConvertAll(minutes, minute => minute.FlowRate), Array.ConvertAll(minutes, minute => minute.Pressure));
    }
}
