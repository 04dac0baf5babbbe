using CsCheck;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Web.Domain;

namespace Whatever.Tests.Model.Outliers.Criteria;

public sealed class EmpiricalScaleTests
{
    private static readonly Gen<double[]> Histories = Gen.Double[-50, 50].Array[1, 400];

    /// <summary>Against the definition: the share of the history that lies below, above, or the larger of both twice less one.</summary>
    [Fact]
    public void Percentile_ManyValues_IsTheShareOfTheHistory()
    {
        var history = Enumerable.Range(0, 20_001).Select(i => Math.Pow((i - 10_000) / 10_000.0, 3)).ToArray();
        var scale = EmpiricalScale.Fit([.. history])!;
        foreach (var value in new[] { -0.99, -0.5, -0.01, 0.0001, 0.01, 0.2, 0.5, 0.9, 0.98, 0.9999 })
        {
            var below = 100 * history.Count(other => other < value) / (double)history.Length;
            Assert.Equal(below, scale.Percentile(value, Tail.Upper), 0.3);
            Assert.Equal(100 - below, scale.Percentile(value, Tail.Lower), 0.3);
            Assert.Equal(Math.Abs((2 * below) - 100), scale.Percentile(value, Tail.Both), 0.6);
        }
    }

    /// <summary>A pump that hardly ever runs: nearly all values lie a little below the mean, some lower than others.</summary>
    [Fact]
    public void Percentile_OnTheSideThatIsNotUnusual_ReachesNoStage()
    {
        var scale = EmpiricalScale.Fit([.. Enumerable.Range(0, 5000).Select(i => i % 50 == 0 ? 7 : -0.1 - (i % 50 / 1000.0))])!;
        Assert.Equal(50, scale.Percentile(-0.101, Tail.Upper), 1e-9);
        Assert.Equal(100, scale.Percentile(-0.2, Tail.Lower));
        Assert.InRange(scale.Percentile(3, Tail.Lower), 0, 2.1);
        Assert.Equal(0, scale.Percentile(-0.101, Tail.Both), 3.0);
        Assert.Equal(0, scale.LimitsAt(90, Tail.Upper).High);
        Assert.Equal(98, scale.Percentile(0.001, Tail.Upper), 0.5);
    }

    [Theory]
    [InlineData(Tail.Upper, 0, 100)]
    [InlineData(Tail.Lower, 100, 0)]
    [InlineData(Tail.Both, 100, 100)]
    public void Percentile_BeyondTheHistory_IsTheEndOfTheScale(Tail tail, double below, double above)
    {
        var scale = EmpiricalScale.Fit([.. Enumerable.Range(0, 1000).Select(i => (i - 500) / 100.0)])!;
        Assert.Equal(below, scale.Percentile(-6, tail));
        Assert.Equal(above, scale.Percentile(6, tail));
        Assert.Equal(below, scale.Percentile(double.NegativeInfinity, tail));
        Assert.Equal(above, scale.Percentile(double.PositiveInfinity, tail));
        Assert.Equal(double.NaN, scale.Percentile(double.NaN, tail));
    }

    /// <summary>A pump that runs at one flow for a third of the day is not unusual for it, nor for standing still.</summary>
    [Fact]
    public void Percentile_ValuesThatComeOften_AreNotUnusual()
    {
        var scale = EmpiricalScale.Fit([.. Enumerable.Range(0, 3000).Select(i => i % 3 == 0 ? 1.5 : -0.75)])!;
        Assert.InRange(scale.Percentile(1.5, Tail.Upper), 66, 67.1);
        Assert.InRange(scale.Percentile(-0.75, Tail.Lower), 32, 34.1);
        Assert.InRange(scale.Percentile(1.5, Tail.Both), 32, 34.1);
        Assert.Equal(0, scale.Percentile(-0.75, Tail.Both));
        Assert.Equal(100, scale.Percentile(1.6, Tail.Upper));
        Assert.Equal(100, scale.Percentile(-0.8, Tail.Lower));
    }

    [Fact]
    public void Fit_NothingMeasured_IsNone()
    {
        Assert.Null(EmpiricalScale.Fit([]));
        Assert.Null(EmpiricalScale.Fit([double.NaN, double.NaN]));
    }

    /// <summary>An hour that never varied makes others infinitely far: it still can be stored.</summary>
    [Fact]
    public void Fit_InfinitelyFar_IsFiniteAndStored()
    {
        var scale = EmpiricalScale.Fit([double.NegativeInfinity, 0, 0, 0, double.PositiveInfinity])!;
        Assert.All(scale.Quantiles, quantile => Assert.True(double.IsFinite(quantile)));
        var again = StoredJson.Read<EmpiricalScale>(StoredJson.Write(scale));
        Assert.Equal(scale.Quantiles, again.Quantiles);
        Assert.Equal(EmpiricalScale.Shares.Count, again.Quantiles.Count);
    }

    [Fact]
    public void Shares_Ascend_FromNoneToAll()
    {
        Assert.Equal(0, EmpiricalScale.Shares[0]);
        Assert.Equal(1, EmpiricalScale.Shares[^1]);
        Assert.All(EmpiricalScale.Shares.Zip(EmpiricalScale.Shares.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    [Theory]
    [InlineData(Tail.Upper)]
    [InlineData(Tail.Lower)]
    [InlineData(Tail.Both)]
    public void Percentile_AnyHistory_GrowsTowardsTheUnusualEnd(Tail tail) =>
        Gen.Select(Histories, Gen.Double[-60, 60].Array[2, 40]).Sample((history, values) =>
        {
            var scale = EmpiricalScale.Fit(history)!;
            var ordered = (tail == Tail.Lower ? values.OrderDescending() : values.Order()).ToArray();
            var percentiles = ordered.Select(value => scale.Percentile(value, tail)).ToArray();
            Assert.All(percentiles, percentile => Assert.InRange(percentile, 0, 100));
            if (tail == Tail.Both)
            {
                // Down to the middle of the history and up again.
                var lowest = Array.IndexOf(percentiles, percentiles.Min());
                Assert.Equal(percentiles[..lowest].OrderDescending(), percentiles[..lowest]);
                Assert.Equal(percentiles[lowest..].Order(), percentiles[lowest..]);
            }
            else
            {
                Assert.Equal(percentiles.Order(), percentiles);
            }
        }, iter: 300, seed: "0000OwnPerce1");

    /// <summary>
    /// Where handles stand on the page: what lies a little beyond a limit reaches the percentile, what lies within does not.
    /// </summary>
    [Theory]
    [InlineData(Tail.Upper)]
    [InlineData(Tail.Lower)]
    [InlineData(Tail.Both)]
    public void LimitsAt_Percentile_AreWhereItIsReached(Tail tail)
    {
        var scale = EmpiricalScale.Fit([.. Enumerable.Range(0, 5000).Select(i => Math.Pow((i - 2000) / 1000.0, 3))])!;
        foreach (var wanted in new[] { 61, 80, 90, 97.5, 99, 99.9 })
        {
            var (low, high) = scale.LimitsAt(wanted, tail);
            Assert.Equal(tail == Tail.Upper, double.IsNegativeInfinity(low));
            Assert.Equal(tail == Tail.Lower, double.IsPositiveInfinity(high));
            foreach (var (limit, beyond) in new[] { (low, -1e-6), (high, 1e-6) })
            {
                if (double.IsFinite(limit))
                {
                    Assert.True(scale.Percentile(limit + beyond, tail) >= wanted);
                    Assert.True(scale.Percentile(limit - beyond, tail) < wanted);
                }
            }
        }
    }

    [Theory]
    [InlineData(Tail.Upper, 97.725, 2)]
    [InlineData(Tail.Lower, 97.725, 2)]
    [InlineData(Tail.Both, 95.45, 2)]
    [InlineData(Tail.Upper, 50, 0)]
    public void LimitsAt_NormalDistribution_IsItsQuantile(Tail tail, double percentile, double expected)
    {
        var (low, high) = DeviationScale.Normal.LimitsAt(percentile, tail);
        Assert.Equal(tail == Tail.Upper ? double.NegativeInfinity : -expected, low, 3);
        Assert.Equal(tail == Tail.Lower ? double.PositiveInfinity : expected, high, 3);
    }
}
