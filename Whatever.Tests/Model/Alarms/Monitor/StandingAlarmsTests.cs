using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Alarms.Monitor;

/// <summary>Flow that rises slowly, and stays there for weeks.</summary>
public sealed class StandingAlarmsTests
{
    private const double RiseFrom = 2;
    private static readonly AlarmChannel FlowHigh = new(AlarmCause.High, Quantity.FlowRate);
    private static readonly MonitoredWater Water = MonitoredWater.Of(16);

    [Fact]
    public void Run_NobodyTakesItOn_IsAskedOnceAndLearned()
    {
        var changes = High(Flow(26), []);
        Assert.Equal(
            [AlarmChangeKind.Opened, AlarmChangeKind.Asked, AlarmChangeKind.Learned], changes.Select(change => change.Kind));
        Assert.Equal(14 * MinutesPer.Day, changes[1].Minute - changes[0].Minute);
        Assert.Equal(MonitorSettings.MinutesForAnswer, changes[2].Minute - changes[1].Minute);
        Assert.True(changes[2].IsEnd);
    }

    /// <summary>What comes on top of what was learned is told again.</summary>
    [Fact]
    public void Run_HigherStillAfterItWasLearned_IsAnotherAlarm()
    {
        var input = Flow(30);
        for (var minute = MonitoredWater.MinuteOf(24.0); minute <= Water.EndOf(input); minute++)
        {
            var share = (minute - MonitoredWater.MinuteOf(24.0)) / (0.25 * MinutesPer.Day);
            input.FlowRate[minute - input.StartMinute] += 120 * Math.Min(1, share);
        }

        var opened = High(input, []).Where(change => change.Kind == AlarmChangeKind.Opened).ToList();
        Assert.Equal(2, opened.Count);
        Assert.InRange(opened[1].Minute, MonitoredWater.MinuteOf(24.0), MonitoredWater.MinuteOf(24.5));
    }

    /// <summary>Before it is asked, and while the answer is waited for.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(17)]
    public void Run_APersonTookItOn_StaysOpen(double day)
    {
        var said = MonitoredWater.MinuteOf(day);
        var changes = High(Flow(30), [new AlarmWord(FlowHigh, false, said, said)]);
        Assert.Equal(AlarmChangeKind.Opened, changes[0].Kind);
        Assert.DoesNotContain(changes, change => change.IsEnd);
        Assert.Equal(day < 14 ? 0 : 1, changes.Count(change => change.Kind == AlarmChangeKind.Asked));
    }

    [Fact]
    public void Run_TheNightsOfIt_AreLearnedToo()
    {
        var changes = Changes(Flow(40), []).Where(change => change.Cause.KindOf() == JudgementKind.NightFlow).ToList();
        Assert.Equal(1, changes.Count(change => change.Kind == AlarmChangeKind.Opened));
        Assert.Equal(1, changes.Count(change => change.Kind == AlarmChangeKind.Learned));
    }

    private static MonitorInput Flow(int days)
    {
        var input = Water.Input(days);
        for (var i = 0; i < input.FlowRate.Length; i++)
        {
            var day = (i - MonitorInput.LookBack) / (double)MinutesPer.Day;
            input.FlowRate[i] += 120 * Math.Clamp((day - RiseFrom) / 0.25, 0, 1);
        }

        return input;
    }

    private static List<AlarmChange> High(MonitorInput input, AlarmWord[] words) =>
        [.. Changes(input, words).Where(change => change.Channel == FlowHigh)];

    private static IEnumerable<AlarmChange> Changes(MonitorInput input, AlarmWord[] words) =>
        new SensorMonitor(Water.Profile with { Pressure = null, Relation = null }, Water.Settings)
            .Run(Water.State, input with { Words = words }, Water.EndOf(input)).Changes
            .Where(change => change.Kind is not (AlarmChangeKind.StageRose or AlarmChangeKind.Measured));
}
