using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Alarms.Monitor;

/// <summary>
/// Water as real mains have it: a supply line whose flow wanders for hours and from day to day, a pump that stops, tanks that are filled at
/// night. Flow alone, judged by what the whole history says is normal, as a first look back does.
/// </summary>
public sealed class RealMainsTests
{
    private const int Days = 84;
    private const int Start = 19_783 * MinutesPer.Day;
    private const double Mean = 1500;

    [Theory]
    [InlineData(11)]
    [InlineData(5)]
    public void Run_SupplyLineWithoutAnything_HasNoAlarm(int seed) => Assert.Empty(Opened(SupplyLine(seed, bursts: false, nights: false)));

    [Theory]
    [InlineData(11, false)]
    [InlineData(11, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void Run_BurstsOfTwoFifths_AreFoundWithinTwentyMinutesWhateverTheNights(int seed, bool nights)
    {
        var changes = Run(SupplyLine(seed, bursts: true, nights));
        var bursts = changes.Where(change => change is { Kind: AlarmChangeKind.Opened, Cause: AlarmCause.Burst }).ToList();
        Assert.Equal(BurstBegins, bursts.Select(change => change.Minute - ((change.Minute - BurstBegins[0]) % (4 * MinutesPer.Day))));
        Assert.All(bursts, change => Assert.InRange((change.Minute - BurstBegins[0]) % (4 * MinutesPer.Day), 0, 20));
        Assert.All(bursts, change => Assert.True(change.Evidence.Step > change.Evidence.UsualStep));
        Assert.Equal(6, changes.Count(change => change is { Kind: AlarmChangeKind.Closed, Cause: AlarmCause.Burst }));
    }

    /// <summary>What ends is the stop; what comes back after it is no burst.</summary>
    [Fact]
    public void Run_PumpStopsForTwoHours_IsNoBurstAndLeavesNothingOpen()
    {
        var random = new Random(6);
        var wander = 0.0;
        var flow = Enumerable.Range(0, 50 * MinutesPer.Day).Select(i =>
        {
            wander = (0.95 * wander) + Normal(random, 8);
            var value = (1400 * (1 - (0.25 * Daily(i)))) + wander;
            return i is >= 38 * MinutesPer.Day + 720 and < 38 * MinutesPer.Day + 840 ? 0.4 * value : value;
        }).ToArray();
        var changes = Run(flow);
        Assert.DoesNotContain(changes, change => change.Cause == AlarmCause.Burst);
        Assert.Equal(
            changes.Count(change => change.Kind == AlarmChangeKind.Opened), changes.Count(change => change.IsEnd));
    }

    /// <summary>107 m³/h more for six hours: 640 m³ a day, not 24 hours of it; and after some nights it is usual.</summary>
    [Fact]
    public void Run_TanksFilledAtNight_AreNightsThatRoseAlone()
    {
        var random = new Random(4);
        var wander = 0.0;
        var flow = Enumerable.Range(0, Days * MinutesPer.Day).Select(i =>
        {
            wander = (0.98 * wander) + Normal(random, 8);
            var share = i >= 50 * MinutesPer.Day && HourOf(i) < 6 ? 1.08 : 1;
            return (1400 * (1 - (0.05 * Daily(i))) * share) + wander;
        }).ToArray();
        var nights = Run(flow).Where(change => change.Minute > Start + (50 * MinutesPer.Day))
            .Where(change => change.Cause.KindOf() == JudgementKind.NightFlow).ToList();
        Assert.Equal(AlarmCause.NightFlowStep, nights[0].Cause);
        var last = nights.FindLast(change => change.Kind is AlarmChangeKind.Opened or AlarmChangeKind.Measured)!;
        Assert.True(last.Evidence.IsNightOnly);
        Assert.InRange(last.Evidence.LossPerDay!.Value, 500, 800);
        Assert.InRange(nights.Single(change => change.Kind == AlarmChangeKind.Learned).Minute - nights[0].Minute, 1, 5 * MinutesPer.Day);
    }

    private static int[] BurstBegins { get; } =
        [.. Enumerable.Range(0, 6).Select(burst => Start + ((50 + (4 * burst)) * MinutesPer.Day) + (13 * MinutesPer.Hour))];

    private static double[] SupplyLine(int seed, bool bursts, bool nights)
    {
        var random = new Random(seed);
        var (wander, day, keep) = (0.0, 0.0, Math.Exp(-1 / 360.0));
        var flow = new double[Days * MinutesPer.Day];
        for (var i = 0; i < flow.Length; i++)
        {
            day = i % MinutesPer.Day == 0 ? Normal(random, 60) : day;
            wander = (keep * wander) + Normal(random, 150 * Math.Sqrt(1 - (keep * keep)));
            flow[i] = Math.Round((Mean * (1 - (0.05 * Daily(i)))) + day + wander + Normal(random, 20));
            flow[i] += nights && i >= 40 * MinutesPer.Day && HourOf(i) < 6 ? 110 : 0;
            flow[i] += bursts && Array.Exists(BurstBegins, begin => Start + i >= begin && Start + i < begin + 180) ? 0.4 * Mean : 0;
        }

        return flow;
    }

    private static double HourOf(int minute) => minute % MinutesPer.Day / (double)MinutesPer.Hour;

    private static double Daily(int minute) => Math.Cos((HourOf(minute) - 3) / 24 * 2 * Math.PI);

    private static double Normal(Random random, double deviation) =>
        deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static List<AlarmChange> Opened(double[] flow) => [.. Run(flow).Where(change => change.Kind == AlarmChangeKind.Opened)];

    private static IReadOnlyList<AlarmChange> Run(double[] flow)
    {
        var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), HolidayCalendars.Empty);
        var pressure = Enumerable.Repeat(double.NaN, flow.Length).ToArray();
        var profile = SensorProfile.Fit(Start, 1, flow, pressure, CriteriaContext.HourOfWeek, CriteriaContext.HourOfWeek, cells);
        return new SensorMonitor(profile, new MonitorSettings())
            .Run(new MonitorState(), new MonitorInput(Start, flow, pressure, cells), Start + flow.Length - 1).Changes;
    }
}
