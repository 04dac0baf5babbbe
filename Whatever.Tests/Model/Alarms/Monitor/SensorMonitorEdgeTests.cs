using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Alarms.Monitor;

public sealed class SensorMonitorEdgeTests
{
    private static readonly int Start = MonitoredWater.MinuteOf(0.0);

    [Fact]
    public void Run_NothingKnownYet_TellsOnlyThatNothingComes()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(
            3, MonitoredWater.Event(SimulatedEventKind.Burst, 0.5, TimeSpan.FromHours(4), 0.5),
            MonitoredWater.Event(SimulatedEventKind.StuckSensor, 1, TimeSpan.FromHours(4)),
            MonitoredWater.Event(SimulatedEventKind.Gap, 2, TimeSpan.FromHours(4)));
        var changes = new SensorMonitor(SensorProfile.Empty, new MonitorSettings())
            .Run(new MonitorState(), input, water.EndOf(input)).Changes;
        Assert.Equal([AlarmChangeKind.Opened, AlarmChangeKind.StageRose, AlarmChangeKind.Closed], changes.Select(change => change.Kind));
        Assert.All(changes, change => Assert.Equal((AlarmCause.NoData, null), (change.Cause, change.Quantity)));
    }

    [Theory]
    [InlineData(40, 25, 25)]
    [InlineData(20, 90, 20)]
    public void Run_NothingComes_TheSmallerPatienceCountsForTheSensor(int ofFlow, int ofPressure, int expected)
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(1, MonitoredWater.Event(SimulatedEventKind.Gap, 0.5, TimeSpan.FromHours(4)));
        var lost = Assert.Single(
            MonitoredWater.Opened(Patient(water, ofFlow, ofPressure).Run(water.State, input, water.EndOf(input)).Changes));
        Assert.Equal((AlarmCause.NoData, null, MonitoredWater.MinuteOf(0.5) + expected - 1), (lost.Cause, lost.Quantity, lost.Minute));
    }

    [Theory]
    [InlineData(Quantity.Pressure, 45)]
    [InlineData(Quantity.FlowRate, 20)]
    public void Run_OneQuantityIsLost_ItsOwnPatienceCounts(Quantity quantity, int expected)
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(0.5);
        var from = 200;
        Array.Fill(input.Of(quantity), double.NaN, from, input.Pressure.Length - from);
        var lost = MonitoredWater.Opened(Patient(water, 20, 45).Run(water.State, input, water.EndOf(input)).Changes)[0];
        Assert.Equal((AlarmCause.NoData, quantity, input.StartMinute + from + expected - 1), (lost.Cause, lost.Quantity, lost.Minute));
    }

    /// <summary>What never came cannot be waited for: the patience with it says nothing.</summary>
    [Fact]
    public void Run_FlowAlone_PatienceWithPressureDoesNotCount()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(1, MonitoredWater.Event(SimulatedEventKind.Gap, 0.5, TimeSpan.FromHours(4)));
        Array.Fill(input.Pressure, double.NaN);
        var monitor = new SensorMonitor(SensorProfile.Empty, Settings(60, 10));
        Assert.Equal(
            MonitoredWater.MinuteOf(0.5) + 59,
            MonitoredWater.Opened(monitor.Run(new MonitorState(), input, water.EndOf(input)).Changes)[0].Minute);
    }

    private static SensorMonitor Patient(MonitoredWater water, int ofFlow, int ofPressure) =>
        new(water.Profile, Settings(ofFlow, ofPressure));

    private static MonitorSettings Settings(int ofFlow, int ofPressure) => new()
    {
        FlowRate = OutlierSettings.Default(Quantity.FlowRate) with { NoDataMinutes = ofFlow },
        Pressure = OutlierSettings.Default(Quantity.Pressure) with { NoDataMinutes = ofPressure },
    };

    [Fact]
    public void Run_NothingEverCame_SaysNothing()
    {
        var input = Constant(5000, double.NaN, double.NaN);
        Assert.Empty(MonitoredWater.Of(16).Monitor.Run(new MonitorState(), input, Start + 4999).Changes);
    }

    [Fact]
    public void Run_ConstantSensor_HasNoAlarm()
    {
        var profile = SensorProfile.Fit(
            Start - 20_160, 1, Filled(20_160, 12.5), Filled(20_160, 300), CriteriaContext.HourOfWeek, CriteriaContext.HourOfWeek,
            MonitoredWater.Cells());
        Assert.Null(profile.Relation);
        var input = Constant(10_000, 12.5, 300);
        input.FlowRate[500] = double.NaN;
        Assert.Empty(new SensorMonitor(profile, new MonitorSettings()).Run(new MonitorState(), input, Start + 9_999).Changes);
    }

    /// <summary>Pressure that was never measured is no pressure that is missing.</summary>
    [Fact]
    public void Run_WithoutPressure_FlowIsWatchedAlone()
    {
        var water = MonitoredWater.Of(16);
        var profile = water.Profile with { Pressure = null, Relation = null };
        var input = water.Input(3, MonitoredWater.Event(SimulatedEventKind.Burst, 1.2, TimeSpan.FromHours(8), 1));
        Array.Fill(input.Pressure, double.NaN);
        var opened = MonitoredWater.Opened(new SensorMonitor(profile, water.Settings).Run(water.State, input, water.EndOf(input)).Changes);
        Assert.Equal((AlarmCause.Burst, null), (Assert.Single(opened).Cause, opened[0].Quantity));
        Assert.True(opened[0].Evidence.Step > opened[0].Evidence.UsualStep);
    }

    [Fact]
    public void Run_PressureAloneIsLost_IsAnAlarmOfPressureAndFlowIsWatchedOn()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(2, MonitoredWater.Event(SimulatedEventKind.Burst, 1.2, TimeSpan.FromHours(8), 1));
        Array.Fill(input.Pressure, double.NaN, 200, input.Pressure.Length - 200);
        var opened = MonitoredWater.Opened(water.Run(input).Changes);
        Assert.Equal(
            [(AlarmCause.NoData, Quantity.Pressure), (AlarmCause.Burst, (Quantity?)null)],
            opened.Select(change => (change.Cause, change.Quantity)));
        Assert.Equal(input.StartMinute + 209, opened[0].Minute);
    }

    /// <summary>One reading every twenty minutes of a sensor that gives one a minute: lost once, not each time.</summary>
    [Fact]
    public void Run_ReadingsNowAndThen_IsOneAlarmOfNoData()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(1);
        for (var i = 100; i < input.FlowRate.Length; i++)
        {
            (input.FlowRate[i], input.Pressure[i]) = i % 20 == 0 ? (input.FlowRate[i], input.Pressure[i]) : (double.NaN, double.NaN);
        }

        Assert.Equal(
            [AlarmChangeKind.Opened],
            water.Run(input).Changes.Select(change => change.Kind).Where(kind => kind != AlarmChangeKind.StageRose));
    }

    [Theory]
    [InlineData(5, 15)]
    [InlineData(15, 45)]
    [InlineData(60, 180)]
    public void Run_ValuesFurtherApart_LostAfterThreeIntervals(int interval, int expected)
    {
        var water = MonitoredWater.Of(16, NoiseCharacter.White, interval);
        var changes = water.Watch(3, MonitoredWater.Event(SimulatedEventKind.Gap, 1, TimeSpan.FromHours(12)));
        var lost = Assert.Single(MonitoredWater.Opened(changes));
        Assert.Equal(
            (AlarmCause.NoData, MonitoredWater.MinuteOf(1.0), MonitoredWater.MinuteOf(1.0) + expected - interval),
            (lost.Cause, lost.SinceMinute, lost.Minute));
        Assert.Contains(changes, change => change.Kind == AlarmChangeKind.Closed);
    }

    [Fact]
    public void Run_FiveMinutesApart_FindsABurst()
    {
        var opened = MonitoredWater.Opened(
            MonitoredWater.Of(16, NoiseCharacter.White, 5)
                .Watch(3, MonitoredWater.Event(SimulatedEventKind.Burst, 1.2, TimeSpan.FromHours(8), 0.25)));
        Assert.Equal(AlarmCause.Burst, Assert.Single(opened).Cause);
        Assert.InRange(opened[0].Minute - MonitoredWater.MinuteOf(1.2), 0, 30);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(60)]
    public void Run_Nights_HaveTheirLowestHourWhateverTheInterval(int interval)
    {
        var water = MonitoredWater.Of(16, NoiseCharacter.White, interval);
        Assert.True(water.State.Night.Nights.Count >= 41);
        Assert.All(water.State.Night.Nights, night => Assert.InRange(night.Flow!.Value, 70, 130));
    }

    /// <summary>The lowest flow is that of a whole hour: ten minutes in which somebody closed a valve are not.</summary>
    [Fact]
    public void Run_NightWithASpanMissing_IsThatOfTheHoursMeasured()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(0.5);
        var whole = water.Run(input).State.Night.Nights[^1].Flow!.Value;
        Array.Fill(input.FlowRate, double.NaN, MonitorInput.LookBack + 60, 100);
        Assert.InRange(water.Run(input).State.Night.Nights[^1].Flow!.Value, whole, whole + 15);
        Array.Fill(input.FlowRate, double.NaN, MonitorInput.LookBack + 60, 195);
        Assert.Null(water.Run(input).State.Night.Nights[^1].Flow);
    }

    [Fact]
    public void Run_IntervalChangedSinceTheState_GoesOnWithTheNextSlot()
    {
        var state = MonitoredWater.Of(16).State with { ThroughMinute = Start + 7 };
        var input = new MonitorInput(Start - 150, Filled(60, 200), Filled(60, 400), MonitoredWater.Cells());
        var monitor = new SensorMonitor(SensorProfile.Empty, new MonitorSettings { IntervalMinutes = 5 });
        Assert.Equal(Start + 145, monitor.Run(state, input, Start + 1000).State.ThroughMinute);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 5, 0)]
    [InlineData(0, 0, 1)]
    public void Run_InputThatDoesNotFit_IsRefused(int beside, int later, int shorter)
    {
        var state = new MonitorState { ThroughMinute = Start - 5 };
        var input = new MonitorInput(Start + beside + later, Filled(60, 200), Filled(60 - shorter, 400), MonitoredWater.Cells());
        Assert.Throws<ArgumentException>(
            () => new SensorMonitor(SensorProfile.Empty, new MonitorSettings { IntervalMinutes = 5 }).Run(state, input, Start + 100));
    }

    [Fact]
    public void Run_InputThatEndsEarlier_IsJudgedAsFarAsItGoes()
    {
        var result = MonitoredWater.Of(16).Monitor.Run(new MonitorState(), Constant(10, 200, 400), Start + 1000);
        Assert.Equal(Start + 9, result.State.ThroughMinute);
        Assert.Null(MonitoredWater.Of(16).Monitor.Run(new MonitorState(), Constant(0, 200, 400), Start + 1000).State.ThroughMinute);
    }

    /// <summary>Between lost hours the sensor is heard; what it said while it was stuck is not part of any drift.</summary>
    [Fact]
    public void Run_FlowStuckForADay_IsNotADriftAfterwards()
    {
        var water = MonitoredWater.Of(16);
        var input = water.Input(4);
        Array.Fill(input.FlowRate, 330, 1440 + MonitorInput.LookBack, 1440);
        var opened = MonitoredWater.Opened(water.Run(input).Changes);
        Assert.Contains(opened, change => (change.Cause, change.Quantity) == (AlarmCause.Stuck, Quantity.FlowRate));
        Assert.DoesNotContain(opened, change => change.Cause == AlarmCause.Drift);
    }

    private static double[] Filled(int count, double value) => [.. Enumerable.Repeat(value, count)];

    private static MonitorInput Constant(int count, double flow, double pressure) =>
        new(Start, Filled(count, flow), Filled(count, pressure), MonitoredWater.Cells());
}
