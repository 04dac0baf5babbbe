using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Alarms.Reconciling;
using Whatever.Model.Simulation;
using Whatever.Tests.Model.Alarms.Monitor;
using static Whatever.Tests.Model.Alarms.Reconciling.AlarmList;

namespace Whatever.Tests.Model.Alarms.Reconciling;

/// <summary>Readings that come late, in whatever order, end in the alarms that readings in time end in.</summary>
public sealed class LateReadingsTests
{
    private const double Days = 2;

    private static readonly SimulatedEvent[] Events =
    [
        MonitoredWater.Event(SimulatedEventKind.Burst, 0.4, TimeSpan.FromHours(4), 0.4),
        MonitoredWater.Event(SimulatedEventKind.StuckSensor, 0.9, TimeSpan.FromHours(3)),
        MonitoredWater.Event(SimulatedEventKind.Spike, 1.3, TimeSpan.FromMinutes(45), 2),
        MonitoredWater.Event(SimulatedEventKind.Gap, 1.5, TimeSpan.FromHours(2)),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Replay_BlocksInAnyOrder_EndsInTheAlarmsOfReadingsInTime(int seed)
    {
        var random = new Random(seed);
        var water = MonitoredWater.Of(seed);
        var input = water.Input(Days, Events);
        var expected = Show(AlarmsOf(water.Run(input).Changes));
        Assert.NotEmpty(expected);

        // Blocks of up to three hours are missing at first and come one by one.
        var blocks = Enumerable.Range(0, 5).Select(_ => (From: random.Next(60, input.FlowRate.Length - 200), Length: random.Next(20, 180)))
            .ToArray();
        var missing = input with { FlowRate = [.. input.FlowRate], Pressure = [.. input.Pressure] };
        foreach (var (from, length) in blocks)
        {
            missing.FlowRate.AsSpan(from, length).Fill(double.NaN);
            missing.Pressure.AsSpan(from, length).Fill(double.NaN);
        }

        var stored = AlarmsOf(water.Run(missing).Changes);
        random.Shuffle(blocks);
        foreach (var (from, length) in blocks)
        {
            input.FlowRate.AsSpan(from, length).CopyTo(missing.FlowRate.AsSpan(from));
            input.Pressure.AsSpan(from, length).CopyTo(missing.Pressure.AsSpan(from));
            stored = Replay(water, missing, stored, input.StartMinute + from);
        }

        Assert.Equal(expected, Show(stored));
    }

    private static List<StoredAlarm> Replay(MonitoredWater water, MonitorInput input, List<StoredAlarm> stored, int fromMinute)
    {
        var before = water.Monitor.Run(water.State, input, fromMinute - 1).State;
        var end = water.EndOf(input);
        var again = water.Monitor.Run(before, input, end);
        var open = AlarmChannel.All.Where(again.State.IsOpen)
            .ToDictionary(channel => channel, channel => again.State.Timers[channel.Name].SinceMinute ?? end);
        return CarryOut(stored, AlarmReconciler.Replay(stored, fromMinute, end, again.Changes, open));
    }

    private static List<StoredAlarm> AlarmsOf(IReadOnlyList<AlarmChange> changes) => CarryOut([], AlarmReconciler.GoOn([], changes));
}
