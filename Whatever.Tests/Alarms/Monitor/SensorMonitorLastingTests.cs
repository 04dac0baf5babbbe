using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Tests.Alarms.Monitor;

/// <summary>Events that last for days, and silence within a delay.</summary>
public sealed class SensorMonitorLastingTests
{
    private static readonly AlarmChannel FlowHigh = new(AlarmCause.High, Quantity.FlowRate);
    private static readonly WatchedWater Water = WatchedWater.Of(16);

    [Fact]
    public void Run_FlowStaysHighForTwelveDays_IsOneAlarmUntilItsEnd()
    {
        var changes = HighFlow(Flow(18, 2, 12), []);
        Assert.Equal([AlarmChangeKind.Opened, AlarmChangeKind.Closed], changes.Select(change => change.Kind));
        Assert.InRange(changes[1].Minute, WatchedWater.MinuteOf(14.0), WatchedWater.MinuteOf(14.0) + 60);
    }

    /// <summary>A new customer: after some days it is the level of the days.</summary>
    [Fact]
    public void Run_HighFlowThatAPersonCalledFalse_BecomesUsual()
    {
        var changes = HighFlow(Flow(18, 2, 12), [FlowHigh, new(AlarmCause.NightFlowStep, Quantity.FlowRate), new(AlarmCause.Leak, Quantity.FlowRate)]);
        var closed = changes.First(change => change.Kind == AlarmChangeKind.Closed);
        Assert.InRange(closed.Minute, WatchedWater.MinuteOf(4.5), WatchedWater.MinuteOf(8.0));
    }

    [Fact]
    public void Run_BurstOfADay_IsNotTakenForADriftOfTheSensor()
    {
        var changes = Water.Watch(4, WatchedWater.Event(SimulatedEventKind.Burst, 1.2, TimeSpan.FromHours(24), 0.5));
        Assert.Equal([(AlarmCause.Burst, AlarmChangeKind.Opened), (AlarmCause.Burst, AlarmChangeKind.Closed)], changes.Select(change => (change.Cause, change.Kind)));
    }

    [Fact]
    public void Run_BurstOpens_ItsFlowIsThatOfTheBurstAlone()
    {
        var quiet = Water.Input(2);
        var input = Water.Input(2, WatchedWater.Event(SimulatedEventKind.Burst, 1.2, TimeSpan.FromHours(6), 0.5));
        var opened = Assert.Single(WatchedWater.Opened(Water.Run(input).Changes));
        var first = opened.SinceMinute - input.StartMinute;
        var last = opened.Minute - input.StartMinute;
        Assert.Equal(input.FlowRate[first..(last + 1)].Average(), opened.Evidence.FlowRate!.Value, 1e-9);
        Assert.True(opened.Evidence.FlowRate > 1.3 * quiet.FlowRate[first..(last + 1)].Average());
    }

    /// <summary>Flow comes back to normal in the second before the pressure goes on and the flow is silent: two low minutes are not fifteen.</summary>
    [Fact]
    public void Run_SilenceWithinTheOffDelay_IsNoPartOfIt()
    {
        var (input, silent) = (Flow(3, 1, 1), WatchedWater.MinuteOf(2.0) + 12);
        var end = HighFlow(input, []).Single(change => change.Kind == AlarmChangeKind.Closed).Minute;
        for (var minute = silent; minute < silent + 9; minute++)
        {
            input.FlowRate[minute - input.StartMinute] = double.NaN;
        }

        Assert.InRange(end, silent + 9, silent + 40);
        Assert.InRange(HighFlow(input, []).Single(change => change.Kind == AlarmChangeKind.Closed).Minute, end + 9, end + 20);
    }

    /// <summary>Normal water with half as much again for some days.</summary>
    private static MonitorInput Flow(int days, double from, double length)
    {
        var input = Water.Input(days);
        for (var i = 0; i < input.FlowRate.Length; i++)
        {
            var day = (i - MonitorInput.LookBack) / (double)WatchedWater.MinutesPerDay;
            input.FlowRate[i] += day >= from && day < from + length ? 120 : 0;
        }

        return input;
    }

    private static List<AlarmChange> HighFlow(MonitorInput input, HashSet<AlarmChannel> disproved)
    {
        var profile = Water.Profile with { Pressure = null, Relation = null };
        var result = new SensorMonitor(profile, Water.Settings).Run(Water.State, input with { Disproved = disproved }, Water.EndOf(input));
        return [.. result.Changes.Where(change => new AlarmChannel(change.Cause, change.Quantity) == FlowHigh && change.Kind != AlarmChangeKind.StageRose)];
    }
}
