using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Alarms.Monitor;

/// <summary>What happens to water or sensor is named rightly, and once.</summary>
public sealed class SensorMonitorEventTests
{
    private const int Hour = 60;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.35)]
    [InlineData(0.6)]
    [InlineData(0.85)]
    public void Run_Burst_IsOneAlarmThatEndsWhenTheFlowComesBack(double day)
    {
        var length = TimeSpan.FromHours(5);
        var changes = MonitoredWater.Of(16).Watch(2, MonitoredWater.Event(SimulatedEventKind.Burst, day, length, 0.2));
        var begin = MonitoredWater.MinuteOf(day);
        var burst = Assert.Single(MonitoredWater.Opened(changes));
        Assert.Equal((AlarmCause.Burst, null), (burst.Cause, burst.Quantity));
        Assert.InRange(burst.Minute - begin, 0, 15);
        Assert.True(burst.Stage >= OutlierStage.Alert);
        Assert.True(burst.Evidence.FlowRate > burst.Evidence.ExpectedFlowRate);
        var closed = Assert.Single(changes, change => change.Kind == AlarmChangeKind.Closed);
        Assert.Equal(AlarmCause.Burst, closed.Cause);
        Assert.InRange(closed.Minute - begin, length.TotalMinutes, length.TotalMinutes + (2 * Hour));
    }

    [Fact]
    public void Run_Gap_OpensAfterTenMinutesAndEndsWithReadings()
    {
        var (begin, length) = (MonitoredWater.MinuteOf(1.3), 30 * Hour);
        var changes = MonitoredWater.Of(16).Watch(4, MonitoredWater.Event(SimulatedEventKind.Gap, 1.3, TimeSpan.FromMinutes(length)));
        var gap = Assert.Single(MonitoredWater.Opened(changes));
        Assert.Equal((AlarmCause.NoData, null, begin + 9, begin), (gap.Cause, gap.Quantity, gap.Minute, gap.SinceMinute));
        Assert.Equal(OutlierStage.Caution, gap.Stage);
        var rises = changes.Where(change => change.Kind == AlarmChangeKind.StageRose).ToList();
        Assert.Equal(
            [(OutlierStage.Alert, begin + 69), (OutlierStage.Serious, begin + 369)], rises.Select(change => (change.Stage, change.Minute)));
        var closed = Assert.Single(changes, change => change.Kind == AlarmChangeKind.Closed);
        Assert.Equal((begin + length + 4, OutlierStage.Serious), (closed.Minute, closed.Stage));
    }

    [Fact]
    public void Run_GapWithoutEnd_StaysOpen()
    {
        var changes = MonitoredWater.Of(16).Watch(9, MonitoredWater.Event(SimulatedEventKind.Gap, 1, TimeSpan.FromDays(30)));
        Assert.Single(MonitoredWater.Opened(changes));
        Assert.DoesNotContain(changes, change => change.Kind is AlarmChangeKind.Closed or AlarmChangeKind.Withdrawn);
    }

    [Fact]
    public void Run_BothStuck_IsOneAlarmOfTheBox()
    {
        var begin = MonitoredWater.MinuteOf(1.3);
        var changes = MonitoredWater.Of(16).Watch(4, MonitoredWater.Event(SimulatedEventKind.StuckSensor, 1.3, TimeSpan.FromHours(20)));
        var stuck = Assert.Single(MonitoredWater.Opened(changes));
        Assert.Equal((AlarmCause.Stuck, null), (stuck.Cause, stuck.Quantity));
        Assert.InRange(stuck.Minute - begin, 10, 20);
        Assert.Equal(begin, stuck.SinceMinute);
        Assert.InRange(Assert.Single(changes, change => change.Kind == AlarmChangeKind.Closed).Minute - begin, 20 * Hour, (20 * Hour) + 10);
    }

    [Theory]
    [InlineData(Quantity.FlowRate)]
    [InlineData(Quantity.Pressure)]
    public void Run_OneStuck_IsOneAlarmOfThatQuantity(Quantity quantity)
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(3);
        Array.Fill(input.Of(quantity), input.Of(quantity)[2000], 2000, 1000);
        var stuck = Assert.Single(MonitoredWater.Opened(water.Run(input).Changes), change => change.Cause == AlarmCause.Stuck);
        Assert.Equal(quantity, stuck.Quantity);
        Assert.Single(MonitoredWater.Opened(water.Run(input).Changes));
    }

    /// <summary>A minute that did not come is no proof that the sensor moves.</summary>
    [Fact]
    public void Run_ReadingsMissingWhileStuck_StaysStuck()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(2, MonitoredWater.Event(SimulatedEventKind.StuckSensor, 0.3, TimeSpan.FromDays(3)));
        foreach (var values in new[] { input.FlowRate, input.Pressure })
        {
            for (var i = 700; i < values.Length; i++)
            {
                values[i] = i % 9 == 0 ? values[i] : double.NaN;
            }
        }

        var changes = water.Run(input).Changes;
        Assert.Equal(AlarmCause.Stuck, Assert.Single(MonitoredWater.Opened(changes)).Cause);
        Assert.DoesNotContain(changes, change => change.Kind == AlarmChangeKind.Closed);
    }

    [Fact]
    public void Run_Spikes_AreOneAlarm()
    {
        var begin = MonitoredWater.MinuteOf(1.5);
        var opened = MonitoredWater.Opened(
            MonitoredWater.Of(16).Watch(3, MonitoredWater.Event(SimulatedEventKind.Spike, 1.5, TimeSpan.FromHours(4), 0.6)));
        var spike = Assert.Single(opened);
        Assert.Equal((AlarmCause.Spike, Quantity.FlowRate), (spike.Cause, spike.Quantity));
        Assert.InRange(spike.Minute - begin, 0, 3);
    }

    [Fact]
    public void Run_Drift_IsOneAlarmAndTheWaterHasNone()
    {
        var opened = MonitoredWater.Opened(
            MonitoredWater.Of(16).Watch(6, MonitoredWater.Event(SimulatedEventKind.Drift, 1, TimeSpan.FromDays(3), 0.2)));
        Assert.Equal(AlarmCause.Drift, Assert.Single(opened).Cause);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(-50)]
    public void Run_BeyondTheMeter_IsOutOfRangeAndNothingElseStaysOpen(double value)
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(2);
        Array.Fill(input.FlowRate, value, 1500, 10);
        var changes = water.Run(input).Changes;
        var range = Assert.Single(MonitoredWater.Opened(changes), change => change.Cause == AlarmCause.OutOfRange);
        Assert.Equal((Quantity.FlowRate, OutlierStage.Serious), (range.Quantity, range.Stage));
        Assert.Equal(input.StartMinute + 1502, range.Minute);
        Assert.All(
            MonitoredWater.Opened(changes),
            opened =>
                Assert.Contains(
                    changes,
                    ended => ended.Cause == opened.Cause && ended.Quantity == opened.Quantity && ended.Kind > AlarmChangeKind.StageRose));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    public void Run_ReadingsOfTheFuture_AreAClockThatIsWrong(int ahead, int expected)
    {
        var water = MonitoredWater.Of(16);
        Assert.Equal(
            expected,
            MonitoredWater.Opened(water.Run(water.Input(0.1) with { AheadMinutes = ahead }).Changes)
                .Count(change => change.Cause == AlarmCause.ClockJump));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(16)]
    [InlineData(20)]
    public void Run_SlowLeak_IsFoundWithinFourteenNights(int seed)
    {
        var changes = MonitoredWater.Of(seed).Watch(16, MonitoredWater.Event(SimulatedEventKind.SlowLeak, 0, TimeSpan.FromDays(14), 0.08));
        var leak = Assert.Single(MonitoredWater.Opened(changes), change => change.Cause.KindOf() == JudgementKind.NightFlow);
        Assert.InRange(leak.Minute, MonitoredWater.MinuteOf(2.0), MonitoredWater.MinuteOf(14.0));
        Assert.True(leak.Evidence.LossPerDay > 0);
    }

    /// <summary>A leak that suddenly grows is still that leak; its repair ends it with the second night.</summary>
    [Fact]
    public void Run_LeakThatBreaksOpenAndIsRepaired_IsOneAlarmOfTheNights()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(
            24, MonitoredWater.Event(SimulatedEventKind.SlowLeak, 0, TimeSpan.FromDays(14), 0.1),
            MonitoredWater.Event(SimulatedEventKind.SlowLeak, 13.9, TimeSpan.FromDays(300), 0),
            MonitoredWater.Event(SimulatedEventKind.Burst, 10.9, TimeSpan.FromDays(3.1), 0.2));
        var nights = water.Run(input).Changes.Where(change => change.Cause.KindOf() == JudgementKind.NightFlow).ToList();
        Assert.Single(MonitoredWater.Opened(nights));
        var closed = Assert.Single(nights, change => change.Kind == AlarmChangeKind.Closed);
        Assert.InRange(closed.Minute, MonitoredWater.MinuteOf(15.0), MonitoredWater.MinuteOf(17.0));
    }

    /// <summary>What the sensor said while it stood still high at night is no night flow, and no alarm of the water stays of it.</summary>
    [Fact]
    public void Run_StuckHighThroughNights_LeavesTheWaterAlone()
    {
        var water = MonitoredWater.Of(16);
        var opened = MonitoredWater.Opened(
            water.Watch(9, MonitoredWater.Event(SimulatedEventKind.StuckSensor, 0.33, TimeSpan.FromDays(3))));
        Assert.Equal([AlarmCause.Stuck], opened.Select(change => change.Cause));
        var state = water.Run(water.Input(5, MonitoredWater.Event(SimulatedEventKind.StuckSensor, 0.33, TimeSpan.FromDays(3)))).State;
        Assert.Equal(3, state.Night.Nights.Count(night => night.Flow is null));
    }

    [Fact]
    public void Run_ForecastFarOff_IsOneAlarmAndNoneWhileTheSensorIsStuck()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(
            1) with
        { Forecasts = (quantity, _) => quantity == Quantity.FlowRate ? new ForecastBand(1000, 950, 1050) : ForecastBand.None };
        var alarm = Assert.Single(MonitoredWater.Opened(water.Run(input).Changes));
        Assert.Equal((AlarmCause.Forecast, Quantity.FlowRate), (alarm.Cause, alarm.Quantity));
        Assert.Equal(1000, alarm.Evidence.ExpectedFlowRate);
        Assert.Equal(59, alarm.Minute - alarm.SinceMinute);
        var stuck = water.Input(
            1, MonitoredWater.Event(SimulatedEventKind.StuckSensor, -0.02, TimeSpan.FromDays(3))) with
        { Forecasts = input.Forecasts };
        Assert.DoesNotContain(MonitoredWater.Opened(water.Run(stuck).Changes), change => change.Cause == AlarmCause.Forecast);
    }

    /// <summary>Slow enough that no step is seen: high flow and low pressure are one burst all the same, whichever interval.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    public void Run_FlowHighWithPressureLow_IsOneBurstThatEnds(int interval)
    {
        var water = MonitoredWater.Of(16, NoiseCharacter.White, interval);
        var input = water.Input(6);
        for (var minute = 1.2 * 1440; minute < 3.2 * 1440; minute += interval)
        {
            var index = MonitorIndex(minute, interval);
            var share = Math.Min(1, Math.Min((minute - (1.2 * 1440)) / 480, ((3.2 * 1440) - minute) / 480));
            input.FlowRate[index] += 150 * share;
            input.Pressure[index] = Math.Max(0, input.Pressure[index] - (90 * share));
        }

        var changes = water.Run(input).Changes.Where(change => change.Cause.KindOf() == JudgementKind.Value).ToList();
        var standing = changes.GroupBy(change => (change.Cause, change.Quantity))
            .Where(
                group =>
                    group.Count(change => change.Kind == AlarmChangeKind.Opened) > group.Count(
                        change => change.Kind > AlarmChangeKind.StageRose))
                .Select(group => group.Key);
        Assert.Empty(standing);
        Assert.Single(MonitoredWater.Opened(changes), change => change.Cause == AlarmCause.Burst);
        Assert.All(MonitoredWater.Opened(changes).Where(change => change.Cause != AlarmCause.Burst), part =>
            Assert.Contains(
                changes,
                change => change.Kind == AlarmChangeKind.Withdrawn && (change.Cause, change.Quantity) == (part.Cause, part.Quantity)));
    }

    private static int MonitorIndex(double minute, int interval) =>
        Whatever.Model.Alarms.Monitor.MonitorInput.LookBack + (int)(minute / interval);
}
