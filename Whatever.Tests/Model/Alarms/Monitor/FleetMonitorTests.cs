using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;

namespace Whatever.Tests.Model.Alarms.Monitor;

public sealed class FleetMonitorTests
{
    private const int Now = 30_000_000;

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, true)]
    [InlineData(2, 4, true)]
    [InlineData(2, 5, false)]
    [InlineData(3, 100, false)]
    [InlineData(4, 20, false)]
    [InlineData(5, 25, true)]
    [InlineData(5, 26, false)]
    [InlineData(19, 100, false)]
    [InlineData(20, 100, true)]
    [InlineData(30, 100, true)]
    [InlineData(100, 100, true)]
    [InlineData(0, 0, false)]
    public void Step_LostAtOnce_AreOneAlarmWhereTheyAreMany(int lost, int watched, bool expected)
    {
        var result = FleetMonitor.Step(new FleetState(), Losses(lost, _ => Now - 10), watched, Now);
        Assert.Equal(expected, result.State.IsOpen);
        Assert.Equal(expected ? 1 : 0, result.Changes.Count);
        if (expected)
        {
            var change = result.Changes[0];
            Assert.Equal(
                (AlarmCause.ManyOffline, null, AlarmChangeKind.Opened, Now, Now - 10),
                (change.Cause, change.Quantity, change.Kind, change.Minute, change.SinceMinute));
            Assert.Equal((OutlierStage.Serious, lost), (change.Stage, change.Evidence.Sensors));
        }
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void Step_Staggered_BelongTogetherWithinAQuarterOfAnHour(int spread, bool expected)
    {
        var result = FleetMonitor.Step(new FleetState(), [new(1, Now - 40), new(2, Now - 40 + spread)], 2, Now);
        Assert.Equal(expected, result.State.IsOpen);
        Assert.Equal(expected ? Now - 40 : null, result.Changes.SingleOrDefault()?.SinceMinute);
    }

    [Fact]
    public void Step_OneAfterTheOtherOverDays_IsNoAlarmOfMany() =>
        Assert.False(FleetMonitor.Step(new FleetState(), Losses(100, i => Now - (i * 20)), 100, Now).State.IsOpen);

    [Fact]
    public void Step_AllAreBack_ClosesAfterFiveMinutes()
    {
        var state = FleetMonitor.Step(new FleetState(), Losses(10, _ => Now - 10), 10, Now).State;
        var changes = new List<AlarmChange>();
        for (var minute = Now + 1; minute <= Now + 20; minute++)
        {
            var result = FleetMonitor.Step(state, [], 10, minute);
            changes.AddRange(result.Changes);
            state = result.State;
        }

        var closed = Assert.Single(changes);
        Assert.Equal((AlarmChangeKind.Closed, Now + 5, 10), (closed.Kind, closed.Minute, closed.Evidence.Sensors));
        Assert.Equal(new FleetState { ThroughMinute = Now + 20 }, state);
    }

    /// <summary>Ten sensors lost together twice, each for another while: minute by minute and at once the same is told.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(400)]
    public void Run_CaughtUpWith_TellsWhatItWouldHaveMinuteByMinute(int together)
    {
        var expected = ToldIn(1);
        Assert.Equal(
            [AlarmChangeKind.Opened, AlarmChangeKind.Closed, AlarmChangeKind.Opened, AlarmChangeKind.Closed],
            expected.Select(told => told.Kind));
        Assert.Equal(expected, ToldIn(together));
    }

    private static List<(AlarmChangeKind Kind, int Minute, int Since, int? Sensors)> ToldIn(int minutesAtOnce)
    {
        var random = new Random(4);
        var spans = Enumerable.Range(1, 10).SelectMany(key => new[] { 20 + random.Next(9), 150 + random.Next(9) }.Select(lost =>
            new LossSpan(new SensorLoss(key, Now + lost), Now + lost + 10, Now + lost + 40 + random.Next(20)))).ToList();
        var (state, told) = (new FleetState { ThroughMinute = Now }, new List<(AlarmChangeKind, int, int, int?)>());
        for (var minute = Now + minutesAtOnce; minute <= Now + 800; minute += minutesAtOnce)
        {
            // What lies ahead is not known yet.
            var known = spans.Where(span => span.FromMinute <= minute)
                .Select(span => span.ToMinute > minute ? span with { ToMinute = int.MaxValue } : span).ToList();
            var result = FleetMonitor.Run(state, known, 12, minute);
            told.AddRange(result.Changes.Select(change => (change.Kind, change.Minute, change.SinceMinute, change.Evidence.Sensors)));
            Assert.All(
                result.Outages.Where(outage => outage.ClosedMinute is not null),
                outage => Assert.Contains(outage.ClosedMinute!.Value, result.Changes.Select(change => change.Minute)));
            state = result.State;
        }

        return told;
    }

    [Fact]
    public void Step_MoreAreLostMeanwhile_AreCountedAndNotToldAgain()
    {
        var state = FleetMonitor.Step(new FleetState(), Losses(10, _ => Now - 10), 20, Now).State;
        var result = FleetMonitor.Step(state, Losses(20, i => i < 10 ? Now - 10 : Now + 30), 20, Now + 40);
        Assert.Empty(result.Changes);
        Assert.Equal(20, result.State.Lost);
    }

    /// <summary>Sensors that were dead for weeks are not what keeps it open.</summary>
    [Fact]
    public void Step_OthersWereDeadBefore_EndsWithThoseThatWereLostTogether()
    {
        SensorLoss[] dead = [.. Enumerable.Range(100, 30).Select(key => new SensorLoss(key, Now - (key * 1440)))];
        var state = FleetMonitor.Step(new FleetState(), [.. dead, .. Losses(20, _ => Now - 10)], 100, Now).State;
        state = FleetMonitor.Step(state, [.. dead, .. Losses(20, _ => Now - 10)], 100, Now + 1).State;
        Assert.Equal(20, state.Lost);
        for (var minute = Now + 2; minute <= Now + 6; minute++)
        {
            state = FleetMonitor.Step(state, dead, 100, minute).State;
        }

        Assert.False(state.IsOpen);
    }

    /// <summary>As few left as would open it again do not close it.</summary>
    [Theory]
    [InlineData(25, 5)]
    [InlineData(100, 20)]
    [InlineData(100, 1)]
    [InlineData(3, 1)]
    public void Step_SomeStayAway_ItOpensOnce(int watched, int left)
    {
        var (state, opened) = (new FleetState(), 0);
        for (var minute = Now; minute < Now + 200; minute++)
        {
            var result = FleetMonitor.Step(state, Losses(minute < Now + 60 ? watched : left, _ => Now - 10), watched, minute);
            opened += result.Changes.Count(change => change.Kind == AlarmChangeKind.Opened);
            state = result.State;
        }

        Assert.Equal(1, opened);
    }

    private static SensorLoss[] Losses(int count, Func<int, int> since) =>
        [.. Enumerable.Range(0, count).Select(i => new SensorLoss(i, since(i)))];
}
