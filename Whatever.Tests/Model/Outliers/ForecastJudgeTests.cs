using Whatever.Model.Outliers;
using Whatever.Model.Statistics;

namespace Whatever.Tests.Model.Outliers;

public sealed class ForecastJudgeTests
{
    private static readonly ForecastBand Band = new(100, 90, 140);

    [Theory]
    [InlineData(140, 80)]
    [InlineData(90, 80)]
    [InlineData(100, 0)]
    [InlineData(180, 98.962)]
    [InlineData(80, 98.962)]
    [InlineData(120, 47.8)]
    public void Judge_AsymmetricBand_EachSideHasItsOwnScale(double value, double score)
    {
        var verdict = ForecastJudge.Judge(value, Band, OutlierThresholds.Default);
        Assert.Equal(score, verdict.Score, 0.05);
        Assert.Equal(OutlierThresholds.Default.StageOf(verdict.Score), verdict.Stage);
        Assert.Equal(NotJudgedReason.None, verdict.Reason);
    }

    [Fact]
    public void Residual_BoundOfTheBand_IsTheZOfItsShare()
    {
        Assert.Equal(1.2815515655446004, ForecastJudge.Residual(140, Band), 1e-12);
        Assert.Equal(-1.2815515655446004, ForecastJudge.Residual(90, Band), 1e-12);
        Assert.Equal(80, ForecastJudge.Judge(140, Band, OutlierThresholds.Default).Score, 1e-9);
    }

    [Theory]
    [InlineData(double.NaN, 100, 90, 140, NotJudgedReason.NoValue)]
    [InlineData(double.NaN, double.NaN, double.NaN, double.NaN, NotJudgedReason.NoValue)]
    [InlineData(100, double.NaN, double.NaN, double.NaN, NotJudgedReason.NoForecast)]
    [InlineData(100, 100, double.NaN, double.NaN, NotJudgedReason.NoBand)]
    [InlineData(120, 100, 90, double.NaN, NotJudgedReason.NoBand)]
    [InlineData(120, 100, 90, 100, NotJudgedReason.NoBand)]
    [InlineData(80, 100, 110, 120, NotJudgedReason.NoBand)]
    public void Judge_SomethingMissing_SaysWhat(double value, double forecast, double p10, double p90, NotJudgedReason reason)
    {
        var verdict = ForecastJudge.Judge(value, new ForecastBand(forecast, p10, p90), OutlierThresholds.Default);
        Assert.Equal((double.NaN, OutlierStage.Normal, reason), (verdict.Score, verdict.Stage, verdict.Reason));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2.5, 49)]
    [InlineData(5, 98)]
    [InlineData(-1, 0)]
    [InlineData(10, 99.264)]
    [InlineData(double.PositiveInfinity, 100)]
    [InlineData(double.NaN, double.NaN)]
    public void DecisionScoreOf_AnyValue_IsAlertAtTheLimit(double value, double expected) =>
        Assert.Equal(expected, DecisionScore.Of(value, 5, OutlierThresholds.Default), 0.001);

    [Fact]
    public void Median_AnyCount_IsTheMiddleAndLeavesTheValues()
    {
        double[] values = [9, 1, 5];
        Assert.Equal((5, 7, double.NaN, 4), (Robust.Median(values), Robust.Median([9, 5]), Robust.Median([]), Robust.Median([4])));
        Assert.Equal([9, 1, 5], values);
        Assert.Equal(50, Robust.Median([.. Enumerable.Range(0, 101).Select(i => (double)i).Reverse()]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 50)]
    [InlineData(0.996, 99.6)]
    [InlineData(1, 100)]
    public void Quantile_Share_LiesBetweenTheNearestValues(double share, double expected) =>
        Assert.Equal(expected, Robust.Quantile([.. Enumerable.Range(0, 101).Select(i => (double)i)], share), 1e-12);
}
