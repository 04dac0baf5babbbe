using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Tests.Model.Alarms.Monitor;

namespace Whatever.Tests.Model.Alarms;

public sealed class ValueTrialTests
{
    private const int Days = 20;
    private static readonly MonitoredWater Water = MonitoredWater.Of(16);

    [Theory]
    [InlineData(Tail.Upper, CriteriaContext.HourOfWeek)]
    [InlineData(Tail.Lower, CriteriaContext.HourOfWeek)]
    [InlineData(Tail.Both, CriteriaContext.HourOfWeek)]
    [InlineData(Tail.Both, CriteriaContext.AllHours)]
    [InlineData(Tail.Upper, CriteriaContext.HourOfWeek, ValueDistribution.Empirical)]
    [InlineData(Tail.Lower, CriteriaContext.HourOfWeek, ValueDistribution.Empirical)]
    [InlineData(Tail.Both, CriteriaContext.HourOfWeek, ValueDistribution.Empirical)]
    public void Run_Stages_AreThoseOfTheJudge(
        Tail tail, CriteriaContext context, ValueDistribution distribution = ValueDistribution.Normal)
    {
        var (input, cells) = (Events(), MonitoredWater.Cells());
        var all = Water.Profile.FlowRate!.Criteria;
        var criteria = context == CriteriaContext.AllHours ? ContextCriteria.Plain(all.All) : all;
        var thresholds = new OutlierThresholds(80, 92, 97.5, 99.9);
        var expected = new int[5];
        for (var i = 0; i < input.FlowRate.Length; i++)
        {
            if (!double.IsNaN(input.FlowRate[i]))
            {
                var normal = criteria.At(cells, input.StartMinute + i);
                var scale = criteria.ScaleOf(distribution);
                expected[(int)ValueJudge.Judge(input.FlowRate[i], normal, tail, thresholds, scale).Stage]++;
            }
        }

        var result = new ValueTrial(input.StartMinute, 1, input.FlowRate, criteria, cells)
            .Run(
                new OutlierSettings
                {
                    Tail = tail,
                    Distribution = distribution,
                    Interest = thresholds.Interest,
                    Caution = thresholds.Caution,
                    Alert = thresholds.Alert,
                    Serious = thresholds.Serious,
                },
                []);
        Assert.Equal(expected, result.PerStage);
        Assert.Equal(expected.Sum(), result.Judged);
        Assert.Equal((expected.Sum() - expected[0]) * 1440.0 / expected.Sum(), result.MinutesADay, 1e-9);
        Assert.All(expected, count => Assert.InRange(count, 1, expected.Sum()));
    }

    [Theory]
    [InlineData(Tail.Upper, 99.9, 30, 15)]
    [InlineData(Tail.Lower, 99, 20, 10)]
    [InlineData(Tail.Both, 98, 10, 5)]
    [InlineData(Tail.Both, 99.99, 60, 60)]
    [InlineData(Tail.Upper, 99.9, 30, 15, ValueDistribution.Empirical)]
    [InlineData(Tail.Both, 98, 10, 5, ValueDistribution.Empirical)]
    public void Run_Alarms_AreThoseOfTheMonitor(
        Tail tail, double alarmAt, int onDelay, int offDelay, ValueDistribution distribution = ValueDistribution.Normal)
    {
        var input = Events();
        var settings = new OutlierSettings
        {
            Tail = tail,
            AlarmAt = alarmAt,
            OnDelayMinutes = onDelay,
            OffDelayMinutes = offDelay,
            Distribution = distribution,
        };
        var profile = WithoutBursts(Water.Profile);
        var changes = new SensorMonitor(profile, new MonitorSettings { FlowRate = settings })
            .Run(new MonitorState(), input, Water.EndOf(input)).Changes
            .Where(change => change.Cause is AlarmCause.High or AlarmCause.Low).ToList();
        var expected = MonitoredWater.Opened(changes).Select(opened => new MinuteSpan(
            opened.Minute,
            changes.Find(
                change =>
                    change.Kind == AlarmChangeKind.Closed && change.Cause == opened.Cause
                        && change.SinceMinute == opened.SinceMinute)?.Minute
                ?? Water.EndOf(input))).ToList();
        var result = new ValueTrial(input.StartMinute, 1, input.FlowRate, profile.FlowRate!.Criteria, MonitoredWater.Cells())
            .Run(settings, []);
        Assert.Equal(expected, result.Alarms);
        Assert.NotEmpty(expected);
        Assert.InRange(result.Days, 0.9 * Days, Days);
        Assert.Equal(expected.Count / result.Days, result.AlarmsADay, 1e-9);
        Assert.Equal(expected.GroupBy(alarm => alarm.From / 60).Max(hour => hour.Count()), result.BusiestHour);
    }

    /// <summary>Over the holiday of 15 May, and for longer than the level of the days takes to follow.</summary>
    [Theory]
    [InlineData(8.5, 3, 1)]
    [InlineData(6.2, 9, 1)]
    public void Run_EventOfDays_IsOneAlarmByTrialAsByMonitor(double from, double length, int alarms)
    {
        var input = Water.Input(Days);
        for (var i = 0; i < input.FlowRate.Length; i++)
        {
            var day = (i - MonitorInput.LookBack) / 1440.0;
            input.FlowRate[i] += day >= from && day < from + length ? 120 : 0;
        }

        var profile = WithoutBursts(Water.Profile);
        var changes = new SensorMonitor(profile, new MonitorSettings())
            .Run(new MonitorState(), input, Water.EndOf(input)).Changes.Where(change => change.Cause == AlarmCause.High).ToList();
        var opened = changes.Where(change => change.Kind == AlarmChangeKind.Opened).Select(change => change.Minute).ToList();
        var result = new ValueTrial(input.StartMinute, 1, input.FlowRate, profile.FlowRate!.Criteria, MonitoredWater.Cells())
            .Run(new OutlierSettings(), []);
        Assert.Equal(opened, result.Alarms.Select(alarm => alarm.From));
        Assert.Equal(
            changes.Where(change => change.Kind == AlarmChangeKind.Closed).Select(change => change.Minute),
            result.Alarms.Select(alarm => alarm.To));
        Assert.Equal(alarms, opened.Count);
    }

    [Fact]
    public void Run_KnownEvents_AreCaughtOrMissed()
    {
        var input = Events();
        var trial = new ValueTrial(input.StartMinute, 1, input.FlowRate, Water.Profile.FlowRate!.Criteria, MonitoredWater.Cells());
        var caught = new MinuteSpan(MonitoredWater.MinuteOf(5.4), MonitoredWater.MinuteOf(5.4) + 300);
        var quiet = new MinuteSpan(MonitoredWater.MinuteOf(2.0), MonitoredWater.MinuteOf(2.1));
        Assert.Equal([quiet], trial.Run(new OutlierSettings(), [caught, quiet]).Missed);
        var strict = trial.Run(new OutlierSettings { OnDelayMinutes = 800 }, [caught, quiet]);
        Assert.Equal([caught, quiet], strict.Missed);
        Assert.Empty(strict.Alarms);
        Assert.Equal(0, strict.BusiestHour);
        Assert.Equal(0, strict.AlarmsADay);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void Run_AlarmOpensAfterTheEvent_CatchesItWithinAnHour(int after, bool isMissed)
    {
        var input = Events();
        var trial = new ValueTrial(input.StartMinute, 1, input.FlowRate, Water.Profile.FlowRate!.Criteria, MonitoredWater.Cells());
        var opened = trial.Run(new OutlierSettings(), []).Alarms[0].From;
        Assert.Equal(isMissed, trial.Run(new OutlierSettings(), [new MinuteSpan(opened - after - 10, opened - after)]).Missed.Count == 1);
    }

    /// <summary>A valve that was shut all the time and is opened: infinitely far from normal, by trial as by monitor.</summary>
    [Fact]
    public void Run_ConstantHistory_AnythingElseIsExtreme()
    {
        var cells = MonitoredWater.Cells();
        var criteria = CriteriaFit.Fit(0, 1, new double[20_160], CriteriaContext.HourOfWeek, cells)!;
        double[] values = [.. Enumerable.Repeat(0.0, 2000), .. Enumerable.Repeat(0.1, 100), double.NaN, .. Enumerable.Repeat(0.0, 100)];
        var result = new ValueTrial(20_160, 1, values, criteria, cells).Run(new OutlierSettings(), []);
        Assert.Equal([2100, 0, 0, 0, 100], result.PerStage);
        Assert.Equal(20_160 + 2000 + 29, Assert.Single(result.Alarms).From);
    }

    [Fact]
    public void Run_NothingMeasured_HasNothing()
    {
        var trial = new ValueTrial(0, 1, [double.NaN, double.NaN], Water.Profile.FlowRate!.Criteria, MonitoredWater.Cells());
        var result = trial.Run(new OutlierSettings(), [new MinuteSpan(0, 1)]);
        Assert.Equal((0, 0, 0.0, 0.0), (trial.Count, result.Judged, result.MinutesADay, result.AlarmsADay));
        Assert.Single(result.Missed);
    }

    /// <summary>
    /// Three days from 1970-01-02 on, the second without values; a value of one deviation belongs to one bar, one far off to the outermost.
    /// </summary>
    [Fact]
    public void Run_ByDay_CountsEachDayAlsoThoseWithoutValues()
    {
        var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), new EditedHolidays(null, [], []));
        double[] values =
            [.. Enumerable.Repeat(11.0, 1440), .. Enumerable.Repeat(double.NaN, 1440), .. Enumerable.Repeat(10.0, 1439), 99.0];
        var trial = new ValueTrial(1440, 1, values, ContextCriteria.Plain(new NormalCriteria(10, 1, 2000)), cells);
        var result = trial.Run(new OutlierSettings { Interest = 80 }, []);
        Assert.Equal([new DateOnly(1970, 1, 2), new(1970, 1, 3), new(1970, 1, 4)], result.ByDay.Select(day => day.Day));
        Assert.Equal([[0, 1440, 0, 0, 0], [0, 0, 0, 0, 0], [1439, 0, 0, 0, 1]], result.ByDay.Select(day => day.PerStage.ToArray()));
        Assert.Equal([0, 0, 0, 0, 1439, 1440, 0, 1], trial.Distribution(8, 4));
    }

    /// <summary>Hours of more and of less water, and minutes that are missing; nothing that a sensor's fault would look like.</summary>
    private static MonitorInput Events()
    {
        var input = Water.Input(Days);
        var random = new Random(9);
        foreach (
            var (
                day, length,
                extra) in new[] { (5.4, 300, 90.0), (8.7, 200, -70.0), (11.1, 90, 60.0), (14.5, 700, 45.0), (17.3, 400, -60.0) })
        {
            var first = MonitorInput.LookBack + (int)(day * 1440);
            for (var i = 0; i < length; i++)
            {
                input.FlowRate[first + i] += extra * Math.Min(1, Math.Min(i, length - i) / 20.0);
            }
        }

        for (var i = 0; i < input.FlowRate.Length; i++)
        {
            input.FlowRate[i] = random.Next(15) == 0 ? double.NaN : input.FlowRate[i];
        }

        return input;
    }

    /// <summary>What a burst hides is no matter of a trial of values.</summary>
    private static SensorProfile WithoutBursts(SensorProfile profile) => profile with
    {
        Pressure = null,
        Relation = null,
        FlowRate = profile.FlowRate! with
        {
            Behaviour = profile.FlowRate.Behaviour with { StepDeviations = [.. Enumerable.Repeat(double.PositiveInfinity, HoursPer.Day)] },
        },
    };
}
