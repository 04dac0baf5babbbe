using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Simulation;

/// <summary>Each event against the same water without it: what it changes, and that it changes nothing else.</summary>
public sealed class SimulatedEventTests
{
    private const int Before = 60;
    private const int Length = 120;
    private const int After = 60;
    private const double Rounding = 0.0011;
    private static readonly DateTime Start = new(2024, 7, 9, 2, 0, 0);
    private static readonly List<SimulatedMinute> Plain = [.. Water()];

    [Fact]
    public void Burst_WhileItLasts_AddsItsShareOfTheMeanFlowAndTakesPressure() => AssertChange(
        Event(SimulatedEventKind.Burst, 0.5), _ => 110, pressure => Assert.InRange(pressure, -80, -10));

    [Fact]
    public void SlowLeak_WhileItLasts_RisesLinearlyToItsShareAndTakesPressure()
    {
        AssertChange(
            Event(SimulatedEventKind.SlowLeak, 0.5), minute => 110 * minute / Length, pressure => Assert.InRange(pressure, -80, 0));
        var changed = Water(Event(SimulatedEventKind.SlowLeak, 0.5)).ToList();
        Assert.True(changed[Before + Length - 1].Pressure < Plain[Before + Length - 1].Pressure - 10);
    }

    [Fact]
    public void Drift_WhileItLasts_RisesLinearlyAndLeavesThePressure() => AssertChange(
        Event(SimulatedEventKind.Drift, -0.2), minute => -44 * minute / Length, pressure => Assert.Equal(0, pressure));

    [Fact]
    public void Spike_WhileItLasts_JumpsEveryFifteenthMinuteAndLeavesThePressure() => AssertChange(
        Event(SimulatedEventKind.Spike, 2), minute => minute % 15 == 0 ? 440 : 0, pressure => Assert.Equal(0, pressure));

    [Fact]
    public void Spike_StartWithinAMinute_StillJumps()
    {
        var changed = Water(new SimulatedEvent(SimulatedEventKind.Spike, Start.AddSeconds(30), TimeSpan.FromMinutes(Length), 2));
        var jumps = changed.Zip(Plain).Count(pair => pair.First.FlowRate > pair.Second.FlowRate + 400);
        Assert.Equal(Length / 15, jumps);
    }

    [Fact]
    public void StuckSensor_WhileItLasts_ShowsTheMinuteItBeganWith()
    {
        var changed = Water(Event(SimulatedEventKind.StuckSensor)).ToList();
        Assert.All(changed, (minute, i) =>
        {
            var shown = Plain[i is >= Before and < Before + Length ? Before : i];
            Assert.Equal((Plain[i].Time, shown.FlowRate, shown.Pressure), (minute.Time, minute.FlowRate, minute.Pressure));
        });
    }

    [Fact]
    public void Gap_WhileItLasts_GivesNothing() => Assert.All(Water(Event(SimulatedEventKind.Gap)), (minute, i) =>
    {
        var isGap = i is >= Before and < Before + Length;
        Assert.Equal((isGap, isGap), (double.IsNaN(minute.FlowRate), double.IsNaN(minute.Pressure)));
        Assert.True(isGap || minute == Plain[i]);
    });

    [Fact]
    public void Gap_OverlappingAnything_Wins() => Assert.All(
        Water(Event(SimulatedEventKind.Burst, 1), Event(SimulatedEventKind.StuckSensor), Event(SimulatedEventKind.Gap)).Skip(Before)
            .Take(Length),
        minute => Assert.True(double.IsNaN(minute.FlowRate)));

    [Fact]
    public void Bursts_Overlapping_AddUp()
    {
        var changed = Water(Event(SimulatedEventKind.Burst, 0.1), Event(SimulatedEventKind.Burst, 0.2)).ToList();
        Assert.Equal(66, changed[Before].FlowRate - Plain[Before].FlowRate, 1.0);
    }

    [Fact]
    public void Burst_DuringAStuckSensor_IsNotSeen()
    {
        var burst = new SimulatedEvent(SimulatedEventKind.Burst, Start.AddMinutes(10), TimeSpan.FromMinutes(20), 1);
        Assert.Equal(Water(Event(SimulatedEventKind.StuckSensor)), Water(Event(SimulatedEventKind.StuckSensor), burst));
    }

    [Fact]
    public void Drift_FarBelowTheFlow_StopsAtZero() =>
        Assert.All(Water(Event(SimulatedEventKind.Drift, -10)), minute => Assert.True(minute.FlowRate >= 0));

    private static void AssertChange(SimulatedEvent happening, Func<double, double> flow, Action<double> pressure) =>
        Assert.All(Water(happening), (minute, i) =>
    {
        Assert.Equal(Plain[i].Time, minute.Time);
        if (i is < Before or >= Before + Length)
        {
            Assert.Equal(Plain[i], minute);
            return;
        }

        Assert.Equal(flow(i - Before), minute.FlowRate - Plain[i].FlowRate, Rounding);
        pressure(minute.Pressure - Plain[i].Pressure);
    });

    private static SimulatedEvent Event(SimulatedEventKind kind, double magnitude = 0) =>
        new(kind, Start, TimeSpan.FromMinutes(Length), magnitude);

    /// <summary>Without noise from minute to minute, which is a share of the flow and would grow with it.</summary>
    private static IEnumerable<SimulatedMinute> Water(params SimulatedEvent[] events) =>
        new WaterSimulator(new SimulationOptions { FastNoise = 0, Events = events })
            .Generate(Start.AddMinutes(-Before), Before + Length + After);
}
