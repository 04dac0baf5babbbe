using CsCheck;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

public sealed class CounterFlowTests
{
    private static readonly DateTimeOffset Begin = new(2024, 7, 9, 3, 0, 0, TimeSpan.Zero);
    private static readonly CounterRules Plain = new(null, null, 1, CounterTime.Hour);

    [Theory]
    [InlineData(CounterTime.Hour, 120)]
    [InlineData(CounterTime.Minute, 2)]
    [InlineData(CounterTime.Second, 2 / 60.0)]
    public void Next_GrownWithinAMinute_IsTheFlowInItsUnit(CounterTime unit, double expected)
    {
        var (_, flow, outcome) = CounterFlow.Next(
            CounterState.Begin(100, Begin), 102, Begin.AddMinutes(1), Plain with { Time = unit });
        Assert.Equal((CounterOutcome.Grown, expected), (outcome, flow));
    }

    [Fact]
    public void Next_TheFirstCount_GivesNoFlow() =>
        Assert.Equal(
            (CounterState.Begin(7, Begin), null, CounterOutcome.First), CounterFlow.Next(null, 7, Begin, Plain));

    /// <summary>A message that is sent again, or an older one behind a newer one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    public void Next_NotNewer_ChangesNothing(int seconds)
    {
        var state = CounterState.Begin(100, Begin);
        Assert.Equal((state, null, CounterOutcome.Late), CounterFlow.Next(state, 100, Begin.AddSeconds(seconds), Plain));
    }

    [Theory]
    [InlineData(65_530.0, 4.0, 65_536.0, null, CounterOutcome.RolledOver, 600.0)]
    [InlineData(65_530.0, 4.0, null, null, CounterOutcome.Reset, null)]
    [InlineData(30_000.0, 0.0, 65_536.0, null, CounterOutcome.Reset, null)]
    [InlineData(60_000.0, 0.0, 65_536.0, 1000.0, CounterOutcome.Reset, null)]
    [InlineData(65_530.0, 4.0, 65_536.0, 1000.0, CounterOutcome.RolledOver, 600.0)]
    [InlineData(70_000.0, 4.0, 65_536.0, null, CounterOutcome.Reset, null)]
    [InlineData(100.0, 200.0, null, 1000.0, CounterOutcome.Jumped, null)]
    [InlineData(100.0, 110.0, null, 1000.0, CounterOutcome.Grown, 600.0)]
    public void Next_FallenOrJumped_IsToldApart(
        double before, double count, double? range, double? largest, CounterOutcome expected, double? flow)
    {
        var (state, found, outcome) = CounterFlow.Next(
            CounterState.Begin(before, Begin), count, Begin.AddMinutes(1), new CounterRules(range, largest, 1, CounterTime.Hour));
        Assert.Equal((expected, flow, count), (outcome, found, state.Count));
    }

    [Fact]
    public void Next_AfterALongSilence_BeginsAnew()
    {
        var at = Begin + CounterFlow.LongestGap + TimeSpan.FromSeconds(1);
        Assert.Equal(
            (CounterState.Begin(9000, at), null, CounterOutcome.Resumed),
            CounterFlow.Next(CounterState.Begin(100, Begin), 9000, at, Plain));
    }

    /// <summary>After a doubt what goes on is believed, and nothing larger.</summary>
    [Theory]
    [InlineData(10, CounterOutcome.Grown)]
    [InlineData(9800, CounterOutcome.Grown)]
    [InlineData(9801, CounterOutcome.Doubted)]
    [InlineData(85_000, CounterOutcome.Doubted)]
    public void Next_AfterADoubt_IsBelievedUpToTwiceAsMuch(double growth, CounterOutcome expected)
    {
        var rules = Plain with { LargestSeen = () => 600 };
        var (doubted, _, first) = CounterFlow.Next(CounterState.Begin(100, Begin), 5000, Begin.AddMinutes(1), rules);
        var (_, flow, outcome) = CounterFlow.Next(doubted, 5000 + growth, Begin.AddMinutes(2), rules);
        Assert.Equal(
            (CounterOutcome.Doubted, expected, expected == CounterOutcome.Grown ? growth * 60 : null), (first, outcome, flow));
    }

    [Fact]
    public void Next_OnePulseASecondAfterTheOther_IsNoJump()
    {
        var (_, flow, outcome) = CounterFlow.Next(
            CounterState.Begin(100, Begin), 101, Begin.AddSeconds(1), Plain with { LargestFlow = 100 });
        Assert.Equal((null, CounterOutcome.Grown), (flow, outcome));
    }

    /// <summary>
    /// However often the counter speaks, and also where it rolls over: the last flows of the minutes, each times its time, are what it
    /// counted.
    /// </summary>
    [Fact]
    public void Next_ManyCounts_FlowsAddUpToTheVolume() => Gen.Select(Gen.Int[31, 90], Gen.Double[0, 50]).List[5, 200].Sample(steps =>
    {
        var rules = new CounterRules(1000, null, 1, CounterTime.Second);
        var (at, total) = (Begin, 990.0);
        var state = CounterState.Begin(total, at);
        var volumes = new Dictionary<int, double>();
        foreach (var (seconds, growth) in steps)
        {
            (at, total) = (at.AddSeconds(seconds), total + growth);
            (state, var flow, var outcome) = CounterFlow.Next(state, total % 1000, at, rules);
            Assert.True(outcome is CounterOutcome.Grown or CounterOutcome.RolledOver, outcome.ToString());
            volumes[StationClock.MinuteOf(at)] = flow!.Value * (at - state.BaseAt).TotalSeconds;
        }

        // What the first count shares its minute with counts from the first one on, too.
        Assert.Equal(total - 990, volumes.Values.Sum(), 1e-6);
    });
}
