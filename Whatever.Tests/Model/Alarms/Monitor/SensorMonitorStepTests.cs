using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Web.Domain;

namespace Whatever.Tests.Model.Alarms.Monitor;

/// <summary>A month with everything in it says the same, however it is cut.</summary>
public sealed class SensorMonitorStepTests
{
    private const int Days = 30;
    private static readonly MonitoredWater Water = MonitoredWater.Of(7);

    private static readonly MonitorInput Month = WithMissing(Water.Input(
        Days,
        MonitoredWater.Event(SimulatedEventKind.Burst, 1.4, TimeSpan.FromHours(5), 0.15),
        MonitoredWater.Event(SimulatedEventKind.Gap, 3.2, TimeSpan.FromHours(9)),
        MonitoredWater.Event(SimulatedEventKind.StuckSensor, 4.5, TimeSpan.FromHours(30)),
        MonitoredWater.Event(SimulatedEventKind.Spike, 7.3, TimeSpan.FromHours(3), 0.6),
        MonitoredWater.Event(SimulatedEventKind.Drift, 8.6, TimeSpan.FromDays(3), 0.2),
        MonitoredWater.Event(SimulatedEventKind.SlowLeak, 13, TimeSpan.FromDays(14), 0.1),
        MonitoredWater.Event(SimulatedEventKind.Burst, 27.5, TimeSpan.FromHours(50), 0.3)));

    private static readonly MonitorResult AtOnce = Water.Run(Month);

    [Fact]
    public void Run_AMonthOfEverything_TellsEachOfThem()
    {
        var causes = MonitoredWater.Opened(AtOnce.Changes).Select(change => change.Cause).ToHashSet();
        Assert.Superset(
            new HashSet<AlarmCause>
            {
                AlarmCause.Burst,
                AlarmCause.NoData,
                AlarmCause.Stuck,
                AlarmCause.Spike,
                AlarmCause.Drift,
                AlarmCause.Leak,
                AlarmCause.Forecast,
            },
            causes);
    }

    [Fact]
    public void Run_MinuteByMinute_IsTheSameAsAtOnce() => AssertSame(InSteps(_ => 1, state => state));

    [Fact]
    public void Run_StateStoredAndReadEachMinute_IsTheSameAsAtOnce() =>
        AssertSame(InSteps(_ => 1, state => StoredJson.Read<MonitorState>(StoredJson.Write(state))));

    [Fact]
    public void Run_StepsOfAnyLength_AreTheSameAsAtOnce()
    {
        var random = new Random(5);
        AssertSame(InSteps(_ => random.Next(1, 3000), state => state));
    }

    [Fact]
    public void Run_FromAState_LeavesItAsItIs()
    {
        var before = StoredJson.Write(Water.State);
        Water.Run(Month);
        Assert.Equal(before, StoredJson.Write(Water.State));
    }

    [Fact]
    public void Run_AMonthOfEverything_HasAStateOfLessThanTwelveKilobytes() =>
        Assert.InRange(StoredJson.Write(AtOnce.State).Length, 500, 12_287);

    [Fact]
    public void Run_NoNewMinute_ChangesNothing()
    {
        var again = Water.Monitor.Run(AtOnce.State, Month, Water.EndOf(Month));
        Assert.Empty(again.Changes);
        Assert.Empty(again.Findings);
        Assert.Null(again.Night);
        Assert.Equal(StoredJson.Write(AtOnce.State), StoredJson.Write(again.State));
    }

    /// <summary>Each alarm is opened, gets worse, and ends once: never twice open, never ended before.</summary>
    [Fact]
    public void Run_AMonthOfEverything_TellsALifeOfEachAlarm()
    {
        var open = new Dictionary<(AlarmCause, Quantity?), (int Since, OutlierStage Stage)>();
        var last = int.MinValue;
        foreach (var change in AtOnce.Changes)
        {
            var channel = (change.Cause, change.Quantity);
            Assert.True(change.Minute >= last);
            Assert.InRange(change.SinceMinute, 0, change.Minute);
            Assert.InRange(change.Score, 0, 100);
            last = change.Minute;
            if (change.Kind == AlarmChangeKind.Opened)
            {
                Assert.True(open.TryAdd(channel, (change.SinceMinute, change.Stage)), $"{change} is open already.");
                continue;
            }

            Assert.True(open.TryGetValue(channel, out var known), $"{change} is not open.");
            Assert.Equal(known.Since, change.SinceMinute);
            if (change.Kind == AlarmChangeKind.StageRose)
            {
                Assert.True(change.Stage > known.Stage);
                open[channel] = (known.Since, change.Stage);
                continue;
            }

            Assert.Equal(known.Stage, change.Stage);
            if (change.Kind != AlarmChangeKind.Measured)
            {
                open.Remove(channel);
            }
        }
    }

    private static void AssertSame((List<AlarmChange> Changes, List<MinuteFinding> Findings, MonitorState State) steps)
    {
        Assert.Equal(AtOnce.Changes, steps.Changes);
        Assert.Equal(AtOnce.Findings, steps.Findings);
        Assert.Equal(StoredJson.Write(AtOnce.State), StoredJson.Write(steps.State));
    }

    private static (
        List<AlarmChange> Changes, List<MinuteFinding> Findings,
        MonitorState State) InSteps(Func<int, int> length, Func<MonitorState, MonitorState> keep)
    {
        var (changes, findings, state, monitor) = (new List<AlarmChange>(), new List<MinuteFinding>(), Water.State, Water.Monitor);
        for (var first = MonitorInput.LookBack; first < Month.FlowRate.Length;)
        {
            var end = Math.Min(first + length(first), Month.FlowRate.Length);
            var begin = first - MonitorInput.LookBack;
            var input = Month with
            {
                StartMinute = Month.StartMinute + begin,
                FlowRate = Month.FlowRate[begin..end],
                Pressure = Month.Pressure[begin..end],
            };
            var result = monitor.Run(state, input, Month.StartMinute + end - 1);
            changes.AddRange(result.Changes);
            findings.AddRange(result.Findings);
            state = keep(result.State);
            first = end;
        }

        return (changes, findings, state);
    }

    /// <summary>
    /// Single values and short spans that did not come, of both or of one alone, and forecasts that are wrong on some days.
    /// </summary>
    private static MonitorInput WithMissing(MonitorInput input)
    {
        var random = new Random(3);
        for (var i = MonitorInput.LookBack; i < input.FlowRate.Length; i++)
        {
            var length = random.Next(400) == 0 ? random.Next(1, 25) : 0;
            var (flow, pressure) = (random.Next(3) > 0, random.Next(3) > 0);
            for (var end = Math.Min(i + length, input.FlowRate.Length); i < end; i++)
            {
                (input.FlowRate[i], input.Pressure[i]) = (flow ? double.NaN : input.FlowRate[i], pressure ? double.NaN : input.Pressure[i]);
            }
        }

        return input with { Forecasts = (quantity, minute) => ForecastOf(quantity, minute) };
    }

    private static ForecastBand ForecastOf(Quantity quantity, int minute)
    {
        var share = DemandProfile.At(DateTime.UnixEpoch.AddMinutes(minute - (minute % 60) + 30));
        var wrong = minute / MinutesPer.Day % 9 == 0 ? 1.4 : 1;
        var value = quantity == Quantity.FlowRate ? 220 * share * wrong : 420 * (1.12 - (0.12 * share * share));
        return minute / 60 % 11 == 0 ? ForecastBand.None : new ForecastBand(value, 0.93 * value, 1.09 * value);
    }
}
