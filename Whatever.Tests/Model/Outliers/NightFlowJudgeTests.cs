using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;

namespace Whatever.Tests.Model.Outliers;

public sealed class NightFlowJudgeTests
{
    private static readonly DateOnly First = new(2024, 3, 1);

    [Fact]
    public void Judge_AsBefore_IsNothing()
    {
        var finding = Judge(40, _ => 0);
        Assert.Equal((NightFlowShape.None, OutlierStage.Normal), (finding.Shape, finding.Judgement.Stage));
        Assert.Equal(100, finding.Usual, 2.0);
        Assert.InRange(finding.LossPerDay, 0, 24 * 3);
    }

    [Fact]
    public void Judge_HigherFromOneNightOn_IsAStepWithTheSecondNight()
    {
        Assert.Equal(NightFlowShape.None, Judge(40, night => night >= 39 ? 20 : 0).Shape);
        var finding = Judge(40, night => night >= 38 ? 20 : 0);
        Assert.Equal((NightFlowShape.Step, true), (finding.Shape, finding.Judgement.Stage >= OutlierStage.Alert));
    }

    [Fact]
    public void Judge_HigherNightByNight_IsASlowRise()
    {
        var finding = Judge(40, night => Math.Max(0, night - 28) * 1.5);
        Assert.Equal((NightFlowShape.SlowRise, true), (finding.Shape, finding.Judgement.Stage >= OutlierStage.Alert));
    }

    /// <summary>A hydrant that was opened for a night: whatever it drew, it is no rise.</summary>
    [Fact]
    public void Judge_OneWildNight_IsNeither()
    {
        for (var wild = 26; wild < 40; wild++)
        {
            Assert.Equal(NightFlowShape.None, Judge(40, night => night == wild ? 400 : 0).Shape);
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(20)]
    public void Judge_LeakWasRepaired_IsOverWithTheSecondNight(double leak)
    {
        Assert.NotEqual(NightFlowShape.None, Judge(38, night => night >= 28 ? leak : 0).Shape);
        var finding = Judge(40, night => night is >= 28 and < 38 ? leak : 0);
        Assert.Equal((NightFlowShape.None, OutlierStage.Normal), (finding.Shape, finding.Judgement.Stage));
    }

    /// <summary>A summer in which days and nights draw a fifth more is no leak; a fifth more at night alone is one.</summary>
    [Fact]
    public void Judge_Season_IsNoLeak()
    {
        var season = Nights(40, _ => 0).Select((night, i) => i < 26 ? night : night with { Flow = night.Flow * 1.2, Level = 1.2 })
            .ToArray();
        var finding = NightFlowJudge.Judge(season, 0, OutlierThresholds.Default);
        Assert.Equal(NightFlowShape.None, finding.Shape);
        Assert.Equal(120, finding.Usual, 3.0);
        Assert.NotEqual(
            NightFlowShape.None,
            NightFlowJudge.Judge([.. season.Select(night => night with { Level = 1 })], 0, OutlierThresholds.Default).Shape);
    }

    [Fact]
    public void Judge_Loss_IsTheIncreaseOfADay()
    {
        var finding = Judge(40, night => night >= 30 ? 12 : 0);
        Assert.Equal(12, finding.Increase, 2.0);
        Assert.Equal(24 * finding.Increase, finding.LossPerDay);
        Assert.Equal(0.7 * finding.LossPerDay, finding.CostPerDay(0.7));
        Assert.Equal(0, Judge(40, night => night >= 30 ? -50 : 0).LossPerDay);
    }

    /// <summary>Tanks that are filled at night, and a leak: of the one the days know nothing.</summary>
    [Theory]
    [InlineData(0, true, 6 * 20)]
    [InlineData(20, false, 24 * 20)]
    public void Judge_NightsRise_TheDaysSayWhetherItIsLost(double byDay, bool isNightOnly, double loss)
    {
        var nights = Nights(40, night => night >= 33 ? 20 : 0).Select((night, i) => night with
        {
            NightMean = 150 + (i >= 33 ? 20 : 0),
            DayMean = 300 + (i % 3) + (i >= 33 ? byDay : 0),
        }).ToArray();
        var finding = NightFlowJudge.Judge(nights, 0, OutlierThresholds.Default);
        Assert.Equal((NightFlowShape.Step, isNightOnly), (finding.Shape, finding.IsNightOnly));
        Assert.Equal(loss, finding.LossPerDay, 0.1 * loss);
        Assert.Equal(byDay, finding.DayIncrease, 2.0);
    }

    /// <summary>As far as the nights of this sensor wander anyway is no rise.</summary>
    [Fact]
    public void Judge_NightsThatWander_HaveToRiseFurther()
    {
        var nights = Nights(40, night => Math.Max(0, night - 28) * 1.5);
        Assert.Equal(NightFlowShape.SlowRise, NightFlowJudge.Judge(nights, 0, OutlierThresholds.Default).Shape);
        Assert.Equal(NightFlowShape.None, NightFlowJudge.Judge(nights, 0, OutlierThresholds.Default, wander: 10).Shape);
        Assert.Equal(8, NightFlowJudge.Judge(nights, 0, OutlierThresholds.Default).Difference, 7.0);
    }

    /// <summary>Irrigation in some nights: a leak flows in all of them.</summary>
    [Fact]
    public void Judge_NightsThatDifferByMoreThanTheyRose_AreNoLeak() =>
        Assert.NotEqual(
            NightFlowShape.SlowRise, Judge(40, night => night < 30 ? 0 : night % 2 == 0 ? 40 : 8).Shape);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(30, 70)]
    [InlineData(500, 0)]
    public void Judge_LegitimateUse_IsTakenOffTheNightsFlow(double use, double net)
    {
        Assert.Equal(net, NightFlowJudge.Judge(Nights(40, _ => 0), use, OutlierThresholds.Default).NetNightFlow, 2.0);
        Assert.Equal(net, NightFlowJudge.Judge(Nights(5, _ => 0), use, OutlierThresholds.Default).NetNightFlow, 2.0);
    }

    [Theory]
    [InlineData(23, NotJudgedReason.TooFewNights)]
    [InlineData(24, NotJudgedReason.None)]
    [InlineData(1, NotJudgedReason.TooFewNights)]
    [InlineData(0, NotJudgedReason.NoValue)]
    public void Judge_TooFewNights_SaysSo(int count, NotJudgedReason reason) => Assert.Equal(reason, Judge(count, _ => 0).Judgement.Reason);

    [Fact]
    public void Judge_NightsMissing_ItJudgesByTheOthers()
    {
        var finding = Judge(40, night => night % 4 == 1 ? double.NaN : night >= 34 ? 20 : 0);
        Assert.Equal(NightFlowShape.Step, finding.Shape);
        Assert.Equal(NotJudgedReason.TooFewNights, Judge(40, night => night < 17 ? double.NaN : 0).Judgement.Reason);
        Assert.Equal(NotJudgedReason.NoValue, Judge(40, night => night == 39 ? double.NaN : 0).Judgement.Reason);
        Assert.Equal(double.NaN, Judge(40, night => night == 39 ? double.NaN : 0).NetNightFlow);
    }

    /// <summary>A district where nothing flows at night: nothing is normal, and what flows later is not.</summary>
    [Fact]
    public void Judge_NoFlowAtNight_IsNormalAndAnyFlowIsNot()
    {
        NightMinimum[] nights = [.. Enumerable.Range(0, 40).Select(i => new NightMinimum(First.AddDays(i), 0))];
        var finding = NightFlowJudge.Judge(nights, 0, OutlierThresholds.Default);
        Assert.Equal((0.0, NightFlowShape.None), (finding.Judgement.Score, finding.Shape));
        (nights[38], nights[39]) = (nights[38] with { Flow = 3 }, nights[39] with { Flow = 4 });
        Assert.Equal(
            (100.0, NightFlowShape.Step),
            (
                NightFlowJudge.Judge(nights, 0, OutlierThresholds.Default).Judgement.Score,
                NightFlowJudge.Judge(nights, 0, OutlierThresholds.Default).Shape));
    }

    /// <summary>Nights during which an alarm was open stay out of what is normal, but are looked at while they are new.</summary>
    [Fact]
    public void ForJudgement_AbnormalNights_AreNotInTheReference()
    {
        var memory = new NightMemory();
        memory.Nights.AddRange(
            Enumerable.Range(0, 50)
                .Select(i => new RememberedNight(First.AddDays(i), i == 3 ? null : i, 1, IsUsual: i is < 10 or > 20 and < 40)));
        var judged = NightTracker.ForJudgement(memory);
        Assert.Equal(
            [.. Enumerable.Range(0, 10), .. Enumerable.Range(21, 15), .. Enumerable.Range(36, 14)],
            judged.Select(night => night.Day.DayNumber - First.DayNumber));
        Assert.Equal(double.NaN, judged[3].Flow);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(14, 14)]
    [InlineData(20, 19)]
    [InlineData(24, 23)]
    [InlineData(60, 42)]
    public void KnownNights_RememberedOnes_AreThoseThatCount(int count, int expected)
    {
        var memory = new NightMemory();
        memory.Nights.AddRange(
            Enumerable.Range(0, count).Select(i => new RememberedNight(First.AddDays(i), i == 3 ? null : 100 + (i % 3), 1, IsUsual: true)));
        Assert.Equal(expected, NightReview.KnownNights(memory));
        Assert.Equal(expected < NightFlowJudge.NightsNeeded, NightReview.Of(memory, 0).Judgement.Reason == NotJudgedReason.TooFewNights);
        Assert.Equal(NightFlowJudge.Judge(NightTracker.ForJudgement(memory), 30, OutlierThresholds.Default), NightReview.Of(memory, 30));
    }

    private static NightFlowFinding Judge(int count, Func<int, double> extra) =>
        NightFlowJudge.Judge(Nights(count, extra), 0, OutlierThresholds.Default);

    private static NightMinimum[] Nights(int count, Func<int, double> extra)
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, count).Select(i => new NightMinimum(First.AddDays(i), 99 + (2 * random.NextDouble()) + extra(i)))];
    }
}
