using CsCheck;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.Alarms;

public sealed class AlarmFiguresTests
{
    private const int Day = 1440;

    [Fact]
    public void Compute_NoAlarms_IsNoughtAndNotUnknown()
    {
        var figures = AlarmFigures.Compute([], 0, Day, 1);
        Assert.Equal(
            (0, 0.0, 0, 0.0, 0, 0.0),
            (
                figures.Calls, figures.PerHourMean, figures.PerHourMax, figures.BusyHourShare, figures.PerTenMinutesMax,
                figures.PerDayAndStation));
        Assert.Empty(figures.Floods);
        Assert.Empty(figures.TopSources);
        Assert.Equal((null, null), (figures.MinutesToAcknowledgeMedian, figures.MinutesToAcknowledge90));
        Assert.All(figures.Precisions, precision => Assert.Null(precision.Precision));
    }

    [Fact]
    public void Compute_TwoDaysOfTwoStations_CountsPerHourAndPerDay()
    {
        // Hour 0: 7 calls, hour 5: 1 call, of 48 hours.
        AlarmRecord[] alarms = [.. Enumerable.Range(0, 7).Select(i => Alarm(i, i * 8)), Alarm(9, 5 * 60)];
        var figures = AlarmFigures.Compute(alarms, 0, 2 * Day, 2);
        Assert.Equal((8, 7), (figures.Calls, figures.PerHourMax));
        Assert.Equal(8 / 48.0, figures.PerHourMean, 12);
        Assert.Equal(1 / 48.0, figures.BusyHourShare, 12);
        Assert.Equal(2.0, figures.PerDayAndStation, 12);
        Assert.Equal(2, figures.PerTenMinutesMax);
    }

    [Fact]
    public void Compute_CallsOutsideTheSpan_AreNotCounted()
    {
        var figures = AlarmFigures.Compute([Alarm(1, 99), Alarm(1, 100), Alarm(2, 199), Alarm(2, 200)], 100, 200, 1);
        Assert.Equal(2, figures.Calls);
    }

    [Fact]
    public void Compute_TenInTenMinutes_IsNoFlood()
    {
        var figures = AlarmFigures.Compute([.. Enumerable.Range(0, 10).Select(i => Alarm(i, 100 + i))], 0, Day, 1);
        Assert.Equal(10, figures.PerTenMinutesMax);
        Assert.Empty(figures.Floods);
    }

    [Fact]
    public void Compute_ElevenInTenMinutes_IsAFloodUntilTheyAreFew()
    {
        // Two in each of minutes 100..105: the sixth minute makes 12, the fifth 10. From minute 112 on fewer than five lie in the ten
        // minutes: 103 is the oldest, with 6 of 103..105 at 112, 4 of 104..105 at 113.
        var figures = AlarmFigures.Compute([.. Enumerable.Range(0, 12).Select(i => Alarm(i, 100 + (i / 2)))], 0, Day, 1);
        Assert.Equal(new AlarmFlood(105, 113, 12), Assert.Single(figures.Floods));
        Assert.Equal(8, figures.Floods[0].Minutes);
    }

    [Fact]
    public void Compute_TwoFloods_AreTwo()
    {
        AlarmRecord[] alarms =
            [.. Enumerable.Range(0, 11).Select(i => Alarm(i, 100)), .. Enumerable.Range(0, 30).Select(i => Alarm(i, 500))];
        var figures = AlarmFigures.Compute(alarms, 0, Day, 1);
        Assert.Equal([new AlarmFlood(100, 110, 11), new AlarmFlood(500, 510, 30)], figures.Floods);
    }

    [Fact]
    public void Compute_FloodAtTheEndOfTheSpan_EndsWithIt() =>
        Assert.Equal(
            new AlarmFlood(95, 100, 11),
            Assert.Single(AlarmFigures.Compute([.. Enumerable.Range(0, 11).Select(i => Alarm(i, 95))], 0, 100, 1).Floods));

    [Fact]
    public void Compute_StagesAndSources_AreSharesOfTheCalls()
    {
        AlarmRecord[] alarms =
        [
            Alarm(1, 10, AlarmCause.High, OutlierStage.Serious), Alarm(1, 300, AlarmCause.High), Alarm(1, 600, AlarmCause.NoData),
            Alarm(null, 900, AlarmCause.ManyOffline, OutlierStage.Alert),
        ];
        var figures = AlarmFigures.Compute(alarms, 0, Day, 1);
        Assert.Equal([0, 2, 1, 1], figures.Stages);
        Assert.Equal(
            [
                new AlarmSource(1, AlarmCause.High, 2, 0.5), new AlarmSource(null, AlarmCause.ManyOffline, 1, 0.25),
                new AlarmSource(1, AlarmCause.NoData, 1, 0.25)],
            figures.TopSources);
    }

    [Fact]
    public void Compute_TwelveSources_ListsTheTopTen()
    {
        var figures = AlarmFigures.Compute([.. Enumerable.Range(0, 12).Select(i => Alarm(i, 60 * i))], 0, Day, 1);
        Assert.Equal(Enumerable.Range(0, 10), figures.TopSources.Select(source => source.Sensor!.Value));
    }

    [Fact]
    public void Compute_ThreeOfOneCauseWithinTenMinutes_Chatter()
    {
        AlarmRecord[] alarms =
        [
            Alarm(1, 100), Alarm(1, 104), Alarm(1, 109), Alarm(1, 300), Alarm(2, 100), Alarm(2, 105), Alarm(2, 110),
            Alarm(3, 100, AlarmCause.High), Alarm(3, 101, AlarmCause.Low), Alarm(3, 102, AlarmCause.Burst),
        ];
        Assert.Equal(new AlarmSource(1, AlarmCause.High, 3, 0.3), Assert.Single(AlarmFigures.Compute(alarms, 0, Day, 1).Chattering));
    }

    [Fact]
    public void Compute_OneAlarmThatCameAgain_CallsAndChattersAsOften()
    {
        var figures = AlarmFigures.Compute([Alarm(1, 100) with { Raisings = [100, 103, 106] }], 0, Day, 1);
        Assert.Equal(3, figures.Calls);
        Assert.Equal(3, Assert.Single(figures.Chattering).Count);
    }

    [Fact]
    public void Compute_AlarmsThatStand_AreThoseOfMoreThanADayOffTheShelf()
    {
        AlarmRecord[] alarms =
        [
            Alarm(1, 0) with { ClearedMinute = Day }, Alarm(2, 0) with { ClearedMinute = Day + 1 }, Alarm(3, 100),
            Alarm(4, 0) with { ShelvedMinutes = Day },
            Alarm(5, 0) with { IsWithdrawn = true, ClearedMinute = 2 * Day }, Alarm(6, 0) with { IsHistory = true },
            Alarm(7, -5 * Day) with { ClearedMinute = -1 },
        ];
        Assert.Equal(2, AlarmFigures.Compute(alarms, 0, 2 * Day, 1).Standing);
    }

    [Fact]
    public void Compute_TimesToAcknowledge_AreMedianAndNinetiethPercentile()
    {
        AlarmRecord[] alarms =
        [
            .. Enumerable.Range(1, 11).Select(i => Alarm(i, i) with { MinutesToAcknowledge = i }), Alarm(20, 20),
            Alarm(21, 21) with { MinutesToAcknowledge = 9000, IsHistory = true },
        ];
        var figures = AlarmFigures.Compute(alarms, 0, Day, 1);
        Assert.Equal(
            (11, 12, 6.0, 10.0),
            (
                figures.Acknowledged, figures.Acknowledgeable, figures.MinutesToAcknowledgeMedian!.Value,
                figures.MinutesToAcknowledge90!.Value));
        Assert.Equal(1, figures.History);
    }

    [Fact]
    public void Compute_Precision_IsRealAgainstFalseWithWorksAside()
    {
        AlarmRecord[] alarms =
        [
            Judged(AlarmCause.Burst, AlarmVerdict.Real), Judged(AlarmCause.High, AlarmVerdict.Real),
            Judged(AlarmCause.Low, AlarmVerdict.Real), Judged(AlarmCause.High, AlarmVerdict.False),
            Judged(AlarmCause.High, AlarmVerdict.Maintenance), Judged(AlarmCause.High, AlarmVerdict.Unknown), Judged(AlarmCause.High, null),
            Judged(AlarmCause.Stuck, AlarmVerdict.Maintenance),
            Judged(AlarmCause.Leak, AlarmVerdict.False),
        ];
        var precisions = AlarmFigures.Compute(alarms, 0, Day, 1).Precisions;
        Assert.Equal(
            [
                new KindPrecision(JudgementKind.System, 0, 0, 1, 0), new KindPrecision(JudgementKind.Value, 3, 1, 1, 2),
                new KindPrecision(JudgementKind.Forecast, 0, 0, 0, 0),
                new KindPrecision(JudgementKind.NightFlow, 0, 1, 0, 0),
            ],
            precisions);
        Assert.Equal([null, 0.75, null, 0.0], precisions.Select(precision => precision.Precision));
    }

    [Fact]
    public void Compute_Withdrawn_CountsAsLoadAndIsNamed()
    {
        var figures = AlarmFigures.Compute([Alarm(1, 10) with { IsWithdrawn = true, ClearedMinute = 20 }, Alarm(1, 900)], 0, Day, 1);
        Assert.Equal((2, 1), (figures.Calls, figures.Withdrawn));
    }

    [Fact]
    public void Compute_AnyMinutes_AgreesWithCountingEveryWindow() => Seeded.Holds(Gen.Int[0, 150].Array[0, 60], 200, minutes =>
    {
        var figures = AlarmFigures.Compute([.. minutes.Select((minute, i) => Alarm(i, minute))], 0, 200, 1);
        var most = Enumerable.Range(0, 200).Max(end => minutes.Count(minute => minute <= end && minute > end - 10));
        Assert.Equal(most, figures.PerTenMinutesMax);
        Assert.Equal(most > AlarmFigures.BudgetPerTenMinutes, figures.Floods.Count > 0);
        Assert.All(figures.Floods.Zip(figures.Floods.Skip(1)), pair => Assert.True(pair.First.ToMinute <= pair.Second.FromMinute));
    });

    [Fact]
    public void Compute_EmptySpanOrNoStation_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmFigures.Compute([], 5, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AlarmFigures.Compute([], 0, 5, 0));
    }

    private static AlarmRecord Alarm(
        int? sensor, int minute, AlarmCause cause = AlarmCause.High,
        OutlierStage stage = OutlierStage.Caution) => new(sensor, cause, stage, [minute]);

    private static AlarmRecord Judged(AlarmCause cause, AlarmVerdict? verdict) => Alarm(1, 700, cause) with { Verdict = verdict };
}
