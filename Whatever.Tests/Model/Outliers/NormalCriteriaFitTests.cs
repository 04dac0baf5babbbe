using CsCheck;
using Whatever.Model.Outliers;

namespace Whatever.Tests.Model.Outliers;

public sealed class NormalCriteriaFitTests
{
    [Fact]
    public void Fit_AnyHistory_AgreesWithTwoPasses() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[1e-3, 1e3], Gen.Int[1440, 1600], Gen.Int).Sample((center, spread, count, seed) =>
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, count).Select(_ => center + (spread * random.NextDouble())).ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (count - 1));
            var fitted = NormalCriteria.Fit(values)!;
            Assert.Equal(count, fitted.Count);
            Assert.Equal(mean, fitted.Mean, 1e-9 * (Math.Abs(center) + spread));
            Assert.Equal(deviation, fitted.StandardDeviation, 1e-6 * spread);
        });

    /// <summary>Sums of squares would lose every digit here: 1e9 squared leaves nothing of a spread of 1.</summary>
    [Fact]
    public void Fit_HugeMeanAndSmallSpread_KeepsTheSpread()
    {
        var fitted = NormalCriteria.Fit(Enumerable.Range(0, 2000).Select(i => 1e9 + (i % 2)).ToArray())!;
        Assert.Equal(1e9 + 0.5, fitted.Mean, 1e-6);
        Assert.Equal(0.5 * Math.Sqrt(2000 / 1999.0), fitted.StandardDeviation, 1e-6);
    }

    [Fact]
    public void Fit_MissingValues_AreLeftOut()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 1500).Select(_ => random.NextDouble()).ToArray();
        double[] gappy =
            [double.NaN, .. values.SelectMany(value => new[] { value, double.NaN, double.PositiveInfinity, double.NegativeInfinity })];
        Assert.Equal(NormalCriteria.Fit(values), NormalCriteria.Fit(gappy));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1439, false)]
    [InlineData(1440, true)]
    public void Fit_FewerUsableValuesThanADayOfMinutes_IsNull(int usable, bool expected)
    {
        double[] values = [.. Enumerable.Repeat(double.NaN, 5000), .. Enumerable.Range(0, usable).Select(i => (double)i)];
        Assert.Equal(expected, NormalCriteria.Fit(values) is not null);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1e300)]
    [InlineData(0)]
    public void Fit_ConstantHistory_HasNoSpreadAtAll(double value) =>
        Assert.Equal(new NormalCriteria(value, 0, 3000), NormalCriteria.Fit(Enumerable.Repeat(value, 3000).ToArray()));
}
