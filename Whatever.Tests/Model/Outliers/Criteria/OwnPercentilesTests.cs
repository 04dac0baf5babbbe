using CsCheck;
using Whatever.Model.Alarms;
using Whatever.Model.Calendar;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Outliers.Criteria;

/// <summary>Values that are not normal are called outliers as often as the thresholds say, on days that nothing was learned from.</summary>
public sealed class OwnPercentilesTests
{
    private const int Day = 1440;
    private const int Learned = 84;
    private const int Judged = 84;

    /// <summary>Monday 2024-01-08, 0:00.</summary>
    private static readonly int Monday = (int)(new DateTime(2024, 1, 8) - DateTime.UnixEpoch).TotalMinutes;

    public enum Shape
    {
        Skewed,
        HeavyTails,
        PumpOnAndOff,
        FewBursts,
    }

    [Theory]
    [InlineData(Shape.Skewed, CriteriaContext.HourOfWeek, 15)]
    [InlineData(Shape.Skewed, CriteriaContext.AllHours, 15)]
    [InlineData(Shape.HeavyTails, CriteriaContext.HourOfWeek, 15)]
    [InlineData(Shape.HeavyTails, CriteriaContext.HourOfDay, 60)]
    [InlineData(Shape.FewBursts, CriteriaContext.HourOfDay, 60)]
    [InlineData(Shape.FewBursts, CriteriaContext.HourOfWeek, 15)]
    [InlineData(Shape.Skewed, CriteriaContext.HourOfWeek, 60)]
    public void NewDays_OwnPercentiles_AreNearToTheThresholds(Shape shape, CriteriaContext context, int interval)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), HolidayCalendars.Empty);
            var values = Made(shape, interval, seed);
            var learned = Learned * Day / interval;
            var criteria = CriteriaFit.Fit(Monday, interval, values.AsSpan(..learned), context, cells)!;
            var trial = new ValueTrial(Monday + (Learned * Day), interval, values[learned..], criteria, cells);
            foreach (var tail in Enum.GetValues<Tail>())
            {
                var fit = DistributionFit.Of(trial, new OutlierSettings { Tail = tail });
                Assert.InRange(fit.Own!.Value.Outliers, 0.07, 0.14);
                Assert.InRange(fit.Own.Value.Serious, 0.005, 0.025);
            }
        }
    }

    /// <summary>Of two levels the normal distribution calls the rarer one an outlier each time; nothing is unusual about it.</summary>
    [Fact]
    public void NewDays_PumpOnAndOff_NeitherLevelIsUnusual()
    {
        var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), HolidayCalendars.Empty);
        var values = Made(Shape.PumpOnAndOff, 15, 1);
        var learned = Learned * Day / 15;
        var criteria = CriteriaFit.Fit(Monday, 15, values.AsSpan(..learned), CriteriaContext.AllHours, cells)!;
        var trial = new ValueTrial(Monday + (Learned * Day), 15, values[learned..], criteria, cells);
        var fit = DistributionFit.Of(trial, new OutlierSettings { Tail = Tail.Upper });
        Assert.Equal(1 / 3.0, fit.Normal.Outliers, 1e-6);
        Assert.Equal(0, fit.Own!.Value.Outliers);
        Assert.True(fit is { IsFar: true, IsMendedByOwn: true });
        Assert.Equal(OutlierStage.Serious, StageOf(criteria.Empirical));
        Assert.Equal(OutlierStage.Interest, StageOf(DeviationScale.Normal));

        OutlierStage StageOf(DeviationScale? scale) =>
            ValueJudge.Judge(151, criteria.All, Tail.Upper, OutlierThresholds.Default, scale).Stage;
    }

    /// <summary>What never varies has no outliers, by neither: means between two hours differ from it by their rounding alone.</summary>
    [Theory]
    [InlineData(50.0)]
    [InlineData(7.5)]
    [InlineData(12.34)]
    [InlineData(0.1)]
    [InlineData(1e7 / 3)]
    [InlineData(0.0)]
    public void NewDays_ConstantValues_HaveNoOutliers(double value)
    {
        var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), HolidayCalendars.Empty);
        var values = Enumerable.Repeat(value, 28 * Day).ToArray();
        var criteria = CriteriaFit.Fit(Monday, 1, values, CriteriaContext.HourOfWeek, cells)!;
        var trial = new ValueTrial(Monday, 1, values, criteria, cells);
        foreach (var tail in Enum.GetValues<Tail>())
        {
            foreach (var distribution in Enum.GetValues<ValueDistribution>())
            {
                Assert.Equal([1, 0, 0, 0, 0], trial.Shares(new OutlierSettings { Tail = tail, Distribution = distribution }));
            }
        }
    }

    [Fact]
    public void Fit_NormalValues_ScalesAreAlike() => Gen.Double[50, 99.5].Sample(percentile =>
    {
        var scale = Normal.Value;
        foreach (var tail in Enum.GetValues<Tail>())
        {
            var (own, ideal) = (scale.LimitsAt(percentile, tail), DeviationScale.Normal.LimitsAt(percentile, tail));
            Assert.True(double.IsInfinity(own.Low) ? own.Low.Equals(ideal.Low) : Math.Abs(own.Low - ideal.Low) < 0.1);
            Assert.True(double.IsInfinity(own.High) ? own.High.Equals(ideal.High) : Math.Abs(own.High - ideal.High) < 0.1);
        }
    }, iter: 100, seed: "0000OwnPerce1");

    [Fact]
    public void ScaleOf_CriteriaWithoutOwnPercentiles_IsTheNormalDistribution()
    {
        var plain = ContextCriteria.Plain(new NormalCriteria(10, 2, 5000));
        Assert.Same(DeviationScale.Normal, plain.ScaleOf(ValueDistribution.Empirical));
        var own = plain with { Empirical = Normal.Value };
        Assert.Same(Normal.Value, own.ScaleOf(ValueDistribution.Empirical));
        Assert.Same(DeviationScale.Normal, own.ScaleOf(ValueDistribution.Normal));
    }

    private static readonly Lazy<EmpiricalScale> Normal = new(() =>
    {
        var random = new Random(5);
        return EmpiricalScale.Fit([.. Enumerable.Range(0, 40_000).Select(_ => Gaussian(random))])!;
    });

    /// <summary>An hour of the day and a weekday, and around them what the shape says.</summary>
    private static double[] Made(Shape shape, int interval, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (Learned + Judged) * Day / interval).Select(i =>
        {
            var at = DateTime.UnixEpoch.AddMinutes(Monday + (i * interval));
            var day = shape == Shape.PumpOnAndOff ? 0
                : 100 + (30 * Math.Sin(2 * Math.PI * at.Hour / 24)) + (at.DayOfWeek == DayOfWeek.Sunday ? 10 : 0);
            return day + shape switch
            {
                Shape.Skewed => -8 * Math.Log(1 - random.NextDouble()),
                Shape.HeavyTails => 4 * Gaussian(random) / Math.Sqrt(-Math.Log(1 - random.NextDouble())),
                Shape.FewBursts => (random.NextDouble() < 0.07 ? 40 : 0) + (3 * Gaussian(random)),
                _ => i * interval / 480 % 3 == 0 ? 150 : 0,
            };
        })];
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
