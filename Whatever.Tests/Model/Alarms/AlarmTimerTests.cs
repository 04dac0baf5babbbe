using Whatever.Model.Alarms;

namespace Whatever.Tests.Model.Alarms;

public sealed class AlarmTimerTests
{
    private static readonly AlarmRule Rule = new(OnDelayMinutes: 5, OffDelayMinutes: 3, MinimumMinutes: 0, RaiseAt: 95, ClearBelow: 90);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    public void Next_HighForTheOnDelay_OpensWithTheLastOfItsMinutes(int delay)
    {
        var rule = Rule with { OnDelayMinutes = delay };
        var timer = Feed(default, rule, 100, [.. Enumerable.Repeat(95.0, delay - 1)]);
        Assert.False(timer.IsOpen);
        Assert.Equal(delay > 1, timer.IsPending);
        timer = timer.Next(rule, 100 + delay - 1, 95);
        Assert.True(timer.IsOpen);
        Assert.False(timer.IsPending);
        Assert.Equal((100, 100 + delay - 1), (timer.SinceMinute, timer.OpenedMinute));
    }

    [Fact]
    public void Next_LowBeforeTheOnDelayIsOver_BeginsAnew()
    {
        var timer = Feed(default, Rule, 0, 99, 99, 99, 99, 89.999, 95, 95, 95, 95);
        Assert.Equal((5, null), (timer.SinceMinute, timer.OpenedMinute));
        Assert.Equal(95, timer.Peak);
    }

    [Fact]
    public void Next_BetweenTheLevels_ChangesNothing()
    {
        var pending = Feed(default, Rule, 0, 96);
        Assert.Equal(pending, Feed(pending, Rule, 1, 90, 94.999));
        Assert.Equal(default, Feed(default, Rule, 0, 90, 94.999));
        var open = Feed(pending, Rule, 1, 96, 96, 96, 96);
        Assert.Equal(open, Feed(open, Rule, 5, 90, 94.999, 90, 90, 90, 90));
    }

    [Fact]
    public void Next_BetweenTheLevelsAfterALowMinute_LetsTheOffDelayGoOn()
    {
        var open = Feed(default, Rule, 0, 96, 96, 96, 96, 96, 10);
        var between = open.Next(Rule, 6, 92);
        Assert.Equal(5, between.LowSinceMinute);
        Assert.Equal(default, between.Next(Rule, 7, 10));
    }

    [Fact]
    public void Next_LowForTheOffDelay_ClosesWithTheLastOfItsMinutes()
    {
        var open = Feed(default, Rule, 0, 96, 96, 96, 96, 96);
        var low = Feed(open, Rule, 5, 0, 89.999);
        Assert.True(low.IsOpen);
        Assert.Equal(5, low.LowSinceMinute);
        Assert.Equal(default, low.Next(Rule, 7, 0));
    }

    [Fact]
    public void Next_HighAgainBeforeTheOffDelayIsOver_BeginsItAnew()
    {
        var open = Feed(default, Rule, 0, 96, 96, 96, 96, 96, 0, 0, 95);
        Assert.Null(open.LowSinceMinute);
        Assert.True(Feed(open, Rule, 8, 0, 0).IsOpen);
        Assert.False(Feed(open, Rule, 8, 0, 0, 0).IsOpen);
    }

    [Fact]
    public void Next_MinimumNotOver_StaysOpenUntilThen()
    {
        var rule = Rule with { OnDelayMinutes = 1, MinimumMinutes = 10 };
        var timer = Feed(default, rule, 0, [99, .. Enumerable.Repeat(0.0, 9)]);
        Assert.True(timer.IsOpen);
        Assert.False(timer.Next(rule, 10, 0).IsOpen);
    }

    [Fact]
    public void Next_NothingMeasured_NeitherRaisesNorClearsNorResets()
    {
        Assert.Equal(default, default(AlarmTimer).Next(Rule, 0, double.NaN));
        var pending = Feed(default, Rule, 0, 96, 97);
        Assert.Equal(pending, Feed(pending, Rule, 2, [.. Enumerable.Repeat(double.NaN, 100)]));
        var open = Feed(pending, Rule, 2, 96, 96, 96, 0, 0);
        Assert.Equal(open, Feed(open, Rule, 7, [.. Enumerable.Repeat(double.NaN, 100)]));
        Assert.True(open.IsOpen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Next_SilenceWithinADelayOfASteadySignal_IsNoPartOfIt(int step)
    {
        var rule = Rule with { OnDelayMinutes = (4 * step) + 1, OffDelayMinutes = (2 * step) + 1, StepMinutes = step };
        var timer = Steps(default, 100, 96, 96, double.NaN, double.NaN, double.NaN, double.NaN, 96, 96);
        Assert.True(timer.IsPending);
        timer = Steps(timer, 108, 96);
        Assert.Equal((100 * step, 108 * step), (timer.SinceMinute, timer.OpenedMinute));
        timer = Steps(timer, 109, double.NaN, 0, double.NaN, double.NaN, double.NaN, 0);
        Assert.True(timer.IsOpen);
        Assert.True(Steps(timer, 115, 96, 0, 0).IsOpen);
        Assert.Equal(default, Steps(timer, 115, 0));

        AlarmTimer Steps(AlarmTimer from, int first, params double[] scores) =>
            scores.Aggregate((from, first), (at, score) => (at.from.Next(rule, at.first * step, score), at.first + 1)).from;
    }

    [Fact]
    public void Forget_PendingOrLow_BeginsAnewAndOpenStaysOpen()
    {
        Assert.Equal(default, Feed(default, Rule, 0, 96, 97).Forget());
        var open = Feed(default, Rule, 0, 96, 96, 96, 96, 96, 0, 0).Forget();
        Assert.True(open.IsOpen);
        Assert.True(Feed(open, Rule, 50, 0, 0).IsOpen);
        Assert.False(Feed(open, Rule, 50, 0, 0, 0).IsOpen);
    }

    [Fact]
    public void Next_Peak_IsTheHighestOfTheEventAlone()
    {
        Assert.Equal(99.5, Feed(default, Rule, 0, 96, 99.5, 97, 96, 96, 92, 10).Peak);
        Assert.Equal(99.9, Feed(default, Rule, 0, 96, 96, 96, 96, 96, 99.9).Peak);
        Assert.Equal(96, Feed(default, Rule, 0, 99.9, 0, 96).Peak);
    }

    [Theory]
    [InlineData(5, 30, 7)]
    [InlineData(15, 30, 3)]
    [InlineData(60, 30, 2)]
    [InlineData(60, 1, 1)]
    public void Next_ValuesFurtherApart_DelayIsInMinutes(int interval, int delay, int values)
    {
        var rule = new AlarmRule(delay, delay, 0, 95, 90);
        var (timer, minute) = (default(AlarmTimer), 600);
        for (var i = 1; i <= values; i++, minute += interval)
        {
            timer = timer.Next(rule, minute, 99);
            Assert.Equal(i == values, timer.IsOpen);
        }

        for (var i = 1; i <= values; i++, minute += interval)
        {
            timer = timer.Next(rule, minute, 0);
            Assert.Equal(i < values, timer.IsOpen);
        }
    }

    private static AlarmTimer Feed(AlarmTimer timer, AlarmRule rule, int minute, params double[] scores) =>
        scores.Aggregate((timer, minute), (at, score) => (at.timer.Next(rule, at.minute, score), at.minute + 1)).timer;
}
