using Whatever.Tests.Support;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Domain;

/// <summary>The station's clock follows the machine's, but not its leaps.</summary>
public sealed class SteadyTimeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly LeapingTime machine = new(TestStation.Noon);
    private readonly SteadyTime steady;

    public SteadyTimeTests() => steady = new SteadyTime(machine);

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void GetUtcNow_LeapOfAMinute_LeavesNothingBehind(int days)
    {
        machine.Off = TimeSpan.FromDays(days);
        Assert.Equal(TestStation.Noon, steady.GetUtcNow());
        Assert.True(steady.IsUnsettled);
        machine.Advance(Minute);
        Assert.Equal(TestStation.Noon + Minute, steady.GetUtcNow());
        machine.Off = TimeSpan.Zero;
        machine.Advance(10 * Minute);
        Assert.Equal(TestStation.Noon + (11 * Minute), steady.GetUtcNow());
        Assert.False(steady.IsUnsettled);
        Assert.Empty(steady.TakeChanges());
    }

    [Fact]
    public void GetUtcNow_LeapThatStays_IsFollowedAndSaidOnce()
    {
        machine.Off = TimeSpan.FromHours(-1);
        steady.GetUtcNow();
        machine.Advance(SteadyTime.Settles - TimeSpan.FromSeconds(1));
        Assert.Equal(TestStation.Noon + SteadyTime.Settles - TimeSpan.FromSeconds(1), steady.GetUtcNow());
        machine.Advance(TimeSpan.FromSeconds(1));
        var after = TestStation.Noon + SteadyTime.Settles - TimeSpan.FromHours(1);
        Assert.Equal(after, steady.GetUtcNow());
        Assert.Equal([new ClockLeap(TestStation.Noon + SteadyTime.Settles, after)], steady.TakeChanges());
        Assert.Empty(steady.TakeChanges());
        machine.Advance(Minute);
        Assert.Equal(after + Minute, steady.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_LeapAfterALeap_IsWaitedForAnew()
    {
        machine.Off = TimeSpan.FromDays(1);
        steady.GetUtcNow();
        machine.Advance(2 * Minute);
        machine.Off = TimeSpan.FromDays(2);
        steady.GetUtcNow();
        machine.Advance(2 * Minute);
        Assert.Equal(TestStation.Noon + (4 * Minute), steady.GetUtcNow());
        machine.Advance(Minute);
        Assert.Equal(TestStation.Noon + TimeSpan.FromDays(2) + (5 * Minute), steady.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_ClockThatIsSlewed_IsFollowedAtOnce()
    {
        for (var i = 1; i <= 20; i++)
        {
            machine.Off = TimeSpan.FromSeconds(20 * i);
            machine.Advance(Minute);
            Assert.Equal(machine.GetUtcNow(), steady.GetUtcNow());
        }

        Assert.Empty(steady.TakeChanges());
    }

    [Fact]
    public void GoOnFrom_MachineThatLostItsTime_HoldsUntilItIsTold()
    {
        var lost = new LeapingTime(TestStation.Noon) { Off = TimeSpan.FromDays(-9000) };
        var station = new SteadyTime(lost);
        station.GoOnFrom(TestStation.Noon);
        Assert.Equal(TestStation.Noon, station.GetUtcNow());
        lost.Advance(Minute);
        lost.Off = TimeSpan.FromSeconds(20);
        Assert.Equal(TestStation.Noon + Minute + TimeSpan.FromSeconds(20), station.GetUtcNow());
        Assert.False(station.IsUnsettled);
    }
}
