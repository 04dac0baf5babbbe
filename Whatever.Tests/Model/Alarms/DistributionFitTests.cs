using Whatever.Model.Alarms;

namespace Whatever.Tests.Model.Alarms;

public sealed class DistributionFitTests
{
    private static readonly OutlierShares Nominal = new(0.1, 0.01);

    [Theory]
    [InlineData(0.10, 0.010, false)]
    [InlineData(0.149, 0.029, false)]
    [InlineData(0.051, 0.0, false)]
    [InlineData(0.151, 0.010, true)]
    [InlineData(0.049, 0.010, true)]
    [InlineData(0.049, 0.031, true)]
    [InlineData(0.10, 0.031, true)]
    public void IsFar_NormalDistribution_ByHalfOrThreeTimesSerious(double outliers, double serious, bool expected) =>
        Assert.Equal(expected, new DistributionFit(Nominal, new OutlierShares(outliers, serious), null).IsFar);

    [Theory]
    [InlineData(0.30, 0.05, 0.11, 0.012, true)]
    [InlineData(0.30, 0.05, 0.28, 0.012, false)]
    [InlineData(0.30, 0.05, 0.11, 0.040, false)]
    [InlineData(0.33, 0.00, 0.00, 0.000, true)]
    [InlineData(0.02, 0.00, 0.01, 0.000, false)]
    [InlineData(0.02, 0.04, 0.02, 0.010, true)]
    [InlineData(0.02, 0.00, 0.09, 0.010, true)]
    [InlineData(0.11, 0.01, 0.10, 0.010, false)]
    public void IsMendedByOwn_WhatIsFar_IsNotBySharesThatAreFarToo(
        double outliers, double serious, double ownOutliers, double ownSerious, bool expected) =>
        Assert.Equal(
            expected,
            new DistributionFit(Nominal, new OutlierShares(outliers, serious), new OutlierShares(ownOutliers, ownSerious)).IsMendedByOwn);

    /// <summary>A signal of a few levels has no tenth that lies apart, by whatever it is measured: there is nothing to say.</summary>
    [Fact]
    public void IsFar_FewByBoth_IsNot()
    {
        Assert.False(new DistributionFit(Nominal, new OutlierShares(0.02, 0.01), new OutlierShares(0.02, 0.01)).IsFar);
        Assert.True(new DistributionFit(Nominal, new OutlierShares(0.02, 0.01), new OutlierShares(0.06, 0.01)).IsFar);
    }

    [Theory]
    [InlineData(0.11, 0.01, false)]
    [InlineData(0.16, 0.01, true)]
    [InlineData(0.00, 0.00, false)]
    [InlineData(0.10, 0.04, true)]
    public void IsOwnFar_TooMany_SayThatTheValuesAreOthers(double outliers, double serious, bool expected) =>
        Assert.Equal(expected, new DistributionFit(Nominal, Nominal, new OutlierShares(outliers, serious)).IsOwnFar);

    [Fact]
    public void IsMendedByOwn_CriteriaThatDoNotKnowThem_IsNot() =>
        Assert.False(new DistributionFit(Nominal, new OutlierShares(0.3, 0.05), null).IsMendedByOwn);
}
