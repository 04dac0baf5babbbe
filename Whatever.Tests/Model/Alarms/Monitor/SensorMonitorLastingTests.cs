using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Alarms.Monitor;

/// <summary>Events that last for days, and silence within a delay.</summary>
public sealed class SensorMonitorLastingTests
{
    private static readonly AlarmChannel FlowHigh = new(AlarmCause.High, Quantity.FlowRate);
    private static readonly MonitoredWater Water = MonitoredWater.Of(16);
    private const double DaysOfRise = 0.25;

    [Fact]
    public void Run_FlowStaysHighForTwelveDays_IsOneAlarmUntilItsEnd()
    {
        var changes = HighFlow(Flow(18, 2, 12), []);
        Assert.Equal([AlarmChangeKind.Opened, AlarmChangeKind.Closed], changes.Select(change => change.Kind));
        Assert.InRange(changes[1].Minute, MonitoredWater.MinuteOf(14.0), MonitoredWater.MinuteOf(14.0) + 60);
    }

    /// <summary>A new customer: after some days it is the level of the days.</summary>
    [Fact]
    public void Run_HighFlowThatAPersonCalledFalse_BecomesUsual()
    {
        var said = MonitoredWater.MinuteOf(4.0);
        var changes = HighFlow(Flow(18, 2, 16), [new AlarmWord(FlowHigh, true, said, said)]);
        Assert.Equal([AlarmChangeKind.Opened, AlarmChangeKind.Closed], changes.Select(change => change.Kind));
        Assert.InRange(changes[1].Minute, said + (2 * MinutesPer.Day), said + (6 * MinutesPer.Day));
    }

    /// <summary>Another event, or the same one before somebody said so.</summary>
    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(20.0, 20.0)]
    public void Run_VerdictOfAnotherEventOrOfLater_LearnsNothing(double from, double lastSince)
    {
        var changes = HighFlow(
            Flow(18, 2, 12), [new AlarmWord(FlowHigh, true, MonitoredWater.MinuteOf(from), MonitoredWater.MinuteOf(lastSince))]);
        Assert.InRange(changes[1].Minute, MonitoredWater.MinuteOf(14.0), MonitoredWater.MinuteOf(14.0) + 60);
    }

    /// <summary>
    /// A factory that works at night from now on. The nights before are set beside it, so that the next leak is still seen.
    /// </summary>
    [Fact]
    public void Run_NightFlowThatAPersonCalledFalse_EndsAndTheNextStepIsSeen()
    {
        AlarmChannel[] nights = [new(AlarmCause.NightFlowStep, Quantity.FlowRate), new(AlarmCause.Leak, Quantity.FlowRate)];
        var input = Flow(24, 2, 22);
        for (var minute = MonitoredWater.MinuteOf(16.0); minute <= Water.EndOf(input); minute++)
        {
            input.FlowRate[minute - input.StartMinute] += 120 * Math.Min(
                1, (minute - MonitoredWater.MinuteOf(16.0)) / (2 * DaysOfRise * MinutesPer.Day));
        }

        var said = MonitoredWater.MinuteOf(6.0);
        var changes = Changes(input, [.. nights.Append(FlowHigh).Select(channel => new AlarmWord(channel, true, said, said))])
            .Where(change => nights.Contains(new(change.Cause, change.Quantity)) && change.Kind != AlarmChangeKind.Measured).ToList();
        Assert.Equal([AlarmChangeKind.Opened, AlarmChangeKind.Closed, AlarmChangeKind.Opened], changes.Select(change => change.Kind));
        Assert.InRange(changes[1].Minute, said, said + (4 * MinutesPer.Day));
        Assert.InRange(changes[2].Minute, MonitoredWater.MinuteOf(17.0), MonitoredWater.MinuteOf(19.0));
        Assert.DoesNotContain(
            Changes(input, []).Where(change => nights.Contains(new(change.Cause, change.Quantity))),
            change => change.Kind == AlarmChangeKind.Closed);
    }

    /// <summary>Levels are deviations from criteria: those of others say nothing.</summary>
    [Fact]
    public void Run_NewCriteria_BeginWithoutALevel()
    {
        var state = Water.State.Copy();
        state.FlowRate.Level.Days.Clear();
        state.FlowRate.Level.Days.AddRange(Enumerable.Repeat(6.0, 7));
        state.FlowRate.Level.Level = null;
        var input = Water.Input(1);
        double LevelOf(MonitorState from) => SeasonTracker.Of(Water.Monitor.Run(from, input, input.StartMinute + 100).State.FlowRate.Level);
        Assert.Equal(6, LevelOf(state));
        state.FlowRate.Level.CriteriaMean += 1;
        Assert.Equal(0, LevelOf(state));
    }

    /// <summary>A large draw that ends while a burst goes on.</summary>
    [Fact]
    public void Run_HighFlowEndsDuringABurst_IsOver()
    {
        var high = new AlarmTimer
        {
            SinceMinute = MonitoredWater.MinuteOf(0.0) - 60,
            OpenedMinute = MonitoredWater.MinuteOf(0.0) - 30,
            Peak = 99.99,
        };
        var burst = high with { SinceMinute = MonitoredWater.MinuteOf(0.0) - 5, OpenedMinute = MonitoredWater.MinuteOf(0.0) - 3 };
        var state = Water.State with
        {
            Timers = new() { [FlowHigh.Name] = high, ["Burst"] = burst },
            Burst = new BurstMemory(-200, 100, null),
        };
        var input = Water.Input(0.2);
        var changes = Water.Monitor.Run(state, input, Water.EndOf(input)).Changes;
        Assert.Equal(AlarmCause.High, Assert.Single(changes, change => change.Kind == AlarmChangeKind.Closed).Cause);
    }

    [Fact]
    public void Run_OutOfRangeWithSilence_NeedsThreeValuesAndEndsAfterFifteen()
    {
        var input = Water.Input(1);
        var first = 300;
        for (var i = first; i < first + 40; i++)
        {
            input.Pressure[i] = i is 300 or 302 or 304 or 306 ? 99_999 : i < 330 ? double.NaN : input.Pressure[i];
        }

        var changes = Changes(input, [], withPressure: true).Where(change => change.Cause == AlarmCause.OutOfRange).ToList();
        Assert.Equal([input.StartMinute + 304, input.StartMinute + 344], changes.Select(change => change.Minute));
    }

    [Fact]
    public void Run_BurstOfADay_IsNotTakenForADriftOfTheSensor()
    {
        var changes = Water.Watch(4, MonitoredWater.Event(SimulatedEventKind.Burst, 1.2, TimeSpan.FromHours(24), 0.5));
        Assert.Equal(
            [(AlarmCause.Burst, AlarmChangeKind.Opened), (AlarmCause.Burst, AlarmChangeKind.Closed)],
            changes.Select(change => (change.Cause, change.Kind)));
    }

    [Fact]
    public void Run_BurstOpens_ItsFlowIsThatOfTheBurstAlone()
    {
        var quiet = Water.Input(2);
        var input = Water.Input(2, MonitoredWater.Event(SimulatedEventKind.Burst, 1.2, TimeSpan.FromHours(6), 0.5));
        var opened = Assert.Single(MonitoredWater.Opened(Water.Run(input).Changes));
        var first = opened.SinceMinute - input.StartMinute;
        var last = opened.Minute - input.StartMinute;
        Assert.Equal(input.FlowRate[first..(last + 1)].Average(), opened.Evidence.FlowRate!.Value, 1e-9);
        Assert.True(opened.Evidence.FlowRate > 1.3 * quiet.FlowRate[first..(last + 1)].Average());
    }

    /// <summary>
    /// Flow comes back to normal in the second before the pressure goes on and the flow is silent: two low minutes are not fifteen.
    /// </summary>
    [Fact]
    public void Run_SilenceWithinTheOffDelay_IsNoPartOfIt()
    {
        var (input, silent) = (Flow(3, 1, 1), MonitoredWater.MinuteOf(2.0) + 12);
        var end = HighFlow(input, []).Single(change => change.Kind == AlarmChangeKind.Closed).Minute;
        for (var minute = silent; minute < silent + 9; minute++)
        {
            input.FlowRate[minute - input.StartMinute] = double.NaN;
        }

        Assert.InRange(end, silent + 9, silent + 40);
        Assert.InRange(HighFlow(input, []).Single(change => change.Kind == AlarmChangeKind.Closed).Minute, end + 9, end + 20);
    }

    /// <summary>After a gap, or between many of them, values below what is expected end what was high before it.</summary>
    [Theory]
    [InlineData(180, int.MaxValue, 30)]
    [InlineData(14, 45, 60)]
    [InlineData(14, 32, 90)]
    [InlineData(12, 27, 90)]
    public void Run_GapsAndThenLessThanExpected_IsOver(int silence, int every, int within)
    {
        var (input, quiet, first) = (Flow(3, 1, 1), Water.Input(3), MonitoredWater.MinuteOf(1.8));
        for (var minute = first; minute < MonitoredWater.MinuteOf(2.5); minute++)
        {
            var (i, isSilent) = (minute - input.StartMinute, (minute - first) % every < silence);
            input.FlowRate[i] = isSilent ? double.NaN : 0.75 * quiet.FlowRate[i];
            input.Pressure[i] = isSilent ? double.NaN : input.Pressure[i];
        }

        var changes = Changes(input, [], withPressure: true);
        Assert.Contains(changes, change => change is { Kind: AlarmChangeKind.Opened, Cause: AlarmCause.NoData });
        var closed = changes.First(change => change is { Kind: AlarmChangeKind.Closed, Cause: AlarmCause.High } && change.Minute >= first);
        Assert.InRange(closed.Minute, first + silence, first + silence + within);
    }

    /// <summary>A meter that starts at 0 after a power cut has no burst when it shows the flow again.</summary>
    [Theory]
    [InlineData(20, 8, 0.0)]
    [InlineData(60, 12, 0.0)]
    [InlineData(60, 14, 0.0)]
    [InlineData(120, 15, 0.3)]
    [InlineData(60, 15, 0.5)]
    public void Run_WrongValuesAfterASilence_OpenNothing(int silence, int wrong, double share)
    {
        foreach (var seed in new[] { 3, 5, 16 })
        {
            var water = MonitoredWater.Of(seed);
            var (input, first) = (water.Input(2), MonitoredWater.MinuteOf(1.4));
            var quiet = Causes(water.Run(water.Input(2)));
            for (var minute = first; minute < first + silence + wrong; minute++)
            {
                var i = minute - input.StartMinute;
                input.Pressure[i] = minute < first + silence ? double.NaN : input.Pressure[i];
                input.FlowRate[i] = minute < first + silence ? double.NaN : share * input.FlowRate[i];
            }

            var result = water.Run(input);
            Assert.Contains(result.Changes, change => change is { Kind: AlarmChangeKind.Opened, Cause: AlarmCause.NoData });
            Assert.Equal(quiet, Causes(result));
        }

        static IEnumerable<AlarmCause> Causes(MonitorResult result) => MonitoredWater.Opened(result.Changes)
            .Select(change => change.Cause).Where(cause => cause.KindOf() != JudgementKind.System);
    }

    /// <summary>
    /// A logger that was set an hour ahead makes the same hours high and low each day: told on the first days, and then how days are.
    /// </summary>
    [Theory]
    [InlineData(60, 1)]
    [InlineData(-60, 1)]
    [InlineData(60, 5)]
    [InlineData(60, 15)]
    public void Run_ClockOfTheMeterIsSet_IsLearnedWithinDays(int ahead, int interval)
    {
        var water = MonitoredWater.Of(16, interval: interval);
        var input = water.Input(21);
        var moved = input with { FlowRate = Moved(input.FlowRate, ahead / interval), Pressure = Moved(input.Pressure, ahead / interval) };
        var opened = MonitoredWater.Opened(water.Run(moved).Changes);
        var later = opened.Where(change => change.Minute >= MonitoredWater.MinuteOf(4.0)).ToList();
        Assert.InRange(opened.Count - later.Count, 4, 14);
        Assert.InRange(later.Count(change => change.Cause is AlarmCause.High or AlarmCause.Low), 0, 2);
        Assert.InRange(later.Count, 0, 9);
    }

    /// <summary>A sensor whose history had outages takes an hour of zeros for no fault: their end is no burst all the same.</summary>
    [Theory]
    [InlineData(15, 45)]
    [InlineData(30, 50)]
    [InlineData(120, 55)]
    public void Run_ZerosForLongAfterASilence_AreNoBurstWhenTheyEnd(int silence, int zeros)
    {
        var behaviour = Water.Profile.FlowRate!.Behaviour with { LongestRun = 30, Lowest = 0 };
        var profile = Water.Profile with { FlowRate = Water.Profile.FlowRate with { Behaviour = behaviour } };
        var (input, first) = (Water.Input(3), MonitoredWater.MinuteOf(1.4));
        for (var minute = first; minute < first + silence + zeros; minute++)
        {
            var i = minute - input.StartMinute;
            input.FlowRate[i] = minute < first + silence ? double.NaN : 0;
            input.Pressure[i] = minute < first + silence ? double.NaN : input.Pressure[i];
        }

        var opened = MonitoredWater.Opened(
            new SensorMonitor(profile, Water.Settings).Run(Water.State, input, Water.EndOf(input)).Changes);
        Assert.Contains(opened, change => change.Cause == AlarmCause.NoData);
        Assert.DoesNotContain(opened, change => change.Cause is AlarmCause.Burst or AlarmCause.Stuck);
    }

    private static double[] Moved(double[] values, int slots)
    {
        var first = MonitorInput.LookBack + Math.Abs(slots);
        return [.. values.Select((value, i) => i < first ? value : values[Math.Clamp(i + slots, 0, values.Length - 1)])];
    }

    /// <summary>Normal water with half as much again for some days, which comes slowly: at once it would be a burst.</summary>
    private static MonitorInput Flow(int days, double from, double length)
    {
        var input = Water.Input(days);
        for (var i = 0; i < input.FlowRate.Length; i++)
        {
            var day = (i - MonitorInput.LookBack) / (double)MinutesPer.Day;
            input.FlowRate[i] += day < from + length ? 120 * Math.Clamp((day - from) / DaysOfRise, 0, 1) : 0;
        }

        return input;
    }

    private static List<AlarmChange> HighFlow(MonitorInput input, AlarmWord[] disproved) =>
        [.. Changes(input, disproved).Where(change => new AlarmChannel(change.Cause, change.Quantity) == FlowHigh)];

    private static IEnumerable<AlarmChange> Changes(MonitorInput input, AlarmWord[] disproved, bool withPressure = false)
    {
        var profile = withPressure ? Water.Profile : Water.Profile with { Pressure = null, Relation = null };
        return new SensorMonitor(profile, Water.Settings)
            .Run(
                Water.State, input with { Words = disproved },
                Water.EndOf(input)).Changes.Where(change => change.Kind != AlarmChangeKind.StageRose);
    }
}
