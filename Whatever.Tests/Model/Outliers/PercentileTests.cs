using CsCheck;
using Whatever.Model.Outliers;

namespace Whatever.Tests.Model.Outliers;

public sealed class PercentileTests
{
    private static readonly NormalCriteria Standard = new(0, 1, 1440);
    private static readonly Gen<Tail> AnyTail = Gen.Enum<Tail>();

    /// <summary>Quantiles of the normal distribution: published tables, to the digits of a double.</summary>
    [Theory]
    [InlineData(0, 50, 0)]
    [InlineData(1, 84.1344746068543, 68.26894921370859)]
    [InlineData(1.2815515655446004, 90, 80)]
    [InlineData(1.6448536269514722, 95, 90)]
    [InlineData(1.959963984540054, 97.5, 95)]
    [InlineData(2.0537489106318225, 98, 96)]
    [InlineData(2.3263478740408408, 99, 98)]
    [InlineData(2.5758293035489004, 99.5, 99)]
    [InlineData(-1.6448536269514722, 5, 90)]
    [InlineData(-2.5758293035489004, 0.5, 99)]
    public void Percentile_KnownQuantile_IsMet(double z, double upper, double both)
    {
        Assert.Equal(upper, Standard.Percentile(z, Tail.Upper), 1e-11);
        Assert.Equal(100 - upper, Standard.Percentile(z, Tail.Lower), 1e-11);
        Assert.Equal(both, Standard.Percentile(z, Tail.Both), 1e-11);
    }

    /// <summary>1 - (1 - tiny) would leave nothing: the digits have to be there, relative to the tiny number.</summary>
    [Theory]
    [InlineData(5, 2.866515718791939e-05)]
    [InlineData(6, 9.865876450376981e-08)]
    [InlineData(8, 6.220960574271785e-14)]
    [InlineData(10, 7.619853024160527e-22)]
    [InlineData(20, 2.7536241186062337e-87)]
    [InlineData(37, 5.725571222524577e-298)]
    public void Percentile_FarFromItsTail_KeepsItsDigits(double z, double expected)
    {
        Assert.Equal(1, Standard.Percentile(-z, Tail.Upper) / expected, 1e-9);
        Assert.Equal(1, Standard.Percentile(z, Tail.Lower) / expected, 1e-9);
    }

    [Theory]
    [InlineData(1e-3, 0.07978844278378)]
    [InlineData(1e-9, 7.978845608028654e-08)]
    [InlineData(1e-200, 7.978845608028654e-199)]
    public void Percentile_BothTailsVeryNearTheMean_KeepsItsDigits(double z, double expected)
    {
        Assert.Equal(1, Standard.Percentile(z, Tail.Both) / expected, 1e-9);
        Assert.Equal(1, Standard.Percentile(-z, Tail.Both) / expected, 1e-9);
    }

    [Fact]
    public void Percentile_ValueInItsUnit_IsJudgedByMeanAndDeviation()
    {
        var criteria = new NormalCriteria(200, 25, 1440);
        Assert.Equal(95, criteria.Percentile(200 + (25 * 1.6448536269514722), Tail.Upper), 1e-10);
        Assert.Equal(95, criteria.Percentile(200 - (25 * 1.6448536269514722), Tail.Lower), 1e-10);
    }

    [Fact]
    public void Percentile_AnyFiniteValue_IsWithinZeroAndAHundred() =>
        Gen.Select(Gen.Double, Gen.Double, Gen.Double, AnyTail)
            .Where(
                (value, mean, deviation, _) =>
                    double.IsFinite(value) && double.IsFinite(mean) && double.IsFinite(value - mean) && double.IsFinite(deviation))
            .Sample((value, mean, deviation, tail) =>
                Assert.InRange(new NormalCriteria(mean, Math.Abs(deviation), 1440).Percentile(value, tail), 0, 100), iter: 20_000);

    [Fact]
    public void Percentile_AnyZ_IsWithinBoundsAndBothTailsAddUp() => Gen.Double[-50, 50].Sample(
        z =>
        {
            Assert.Equal(100, Standard.Percentile(z, Tail.Upper) + Standard.Percentile(z, Tail.Lower), 1e-10);
            Assert.Equal(Standard.Percentile(z, Tail.Upper), Standard.Percentile(-z, Tail.Lower));
            Assert.Equal(
                Math.Abs(Standard.Percentile(z, Tail.Upper) - Standard.Percentile(z, Tail.Lower)), Standard.Percentile(z, Tail.Both),
                1e-10);
            Assert.InRange(Standard.Percentile(z, Tail.Both), 0, 100);
        },
        iter: 20_000);

    [Fact]
    public void Percentile_FurtherOut_IsNeverLess() => Gen.Select(Gen.Double[-40, 40], Gen.Double[0, 2]).Sample(
        (z, further) =>
        {
            Assert.True(Standard.Percentile(z + further, Tail.Upper) >= Standard.Percentile(z, Tail.Upper) - 1e-12);
            Assert.True(Standard.Percentile(Math.Abs(z) + further, Tail.Both) >= Standard.Percentile(z, Tail.Both) - 1e-12);
        },
        iter: 20_000);

    [Theory]
    [InlineData(double.PositiveInfinity, Tail.Upper, 100)]
    [InlineData(double.NegativeInfinity, Tail.Upper, 0)]
    [InlineData(double.NegativeInfinity, Tail.Lower, 100)]
    [InlineData(double.NegativeInfinity, Tail.Both, 100)]
    [InlineData(1e300, Tail.Upper, 100)]
    [InlineData(1e300, Tail.Lower, 0)]
    public void Percentile_WithoutEnd_IsTheBound(double value, Tail tail, double expected) =>
        Assert.Equal(expected, Standard.Percentile(value, tail));

    [Theory]
    [InlineData(7, Tail.Upper, 50)]
    [InlineData(7, Tail.Lower, 50)]
    [InlineData(7, Tail.Both, 0)]
    [InlineData(7.001, Tail.Upper, 100)]
    [InlineData(7.001, Tail.Lower, 0)]
    [InlineData(6.999, Tail.Upper, 0)]
    [InlineData(6.999, Tail.Lower, 100)]
    [InlineData(6.999, Tail.Both, 100)]
    public void Percentile_ConstantHistory_MakesEveryOtherValueExtreme(double value, Tail tail, double expected) =>
        Assert.Equal(expected, new NormalCriteria(7, 0, 1440).Percentile(value, tail));

    [Fact]
    public void Percentile_MissingValue_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Standard.Percentile(double.NaN, Tail.Upper));

    [Fact]
    public void Percentile_UndefinedTail_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Standard.Percentile(1, (Tail)3));
}
