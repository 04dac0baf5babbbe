using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.Forecasting;
using Whatever.Tests.Model.ModelFiles;

namespace Whatever.Tests.Model.Evaluation;

public sealed class BacktestTests
{
    private static readonly DateOnly First = new(2024, 7, 1);

    /// <summary>A model of hourly values that always says 50.</summary>
    private static readonly ForecastModel Fifty = (TestModels.Recursive with
    {
        SamplingIntervalMinutes = 60,
        Window = new(1, 0),
        Scaler = new("fixed", 0, 1),
        Strategy = "direct",
        Output = new(6, "nothing"),
    }).ThatGives(50, 50, 50, 50, 50, 50);

    /// <summary>The value is the number of the day, whatever the hour, so that all errors follow by hand.</summary>
    [Fact]
    public void Run_DaysCountedUp_GivesTheErrorsOfHandWork()
    {
        // Day 40 forecasts days 41..46: 50 is 10 - lead off, last week exactly 7, the mean of days 33..39 (36) is 4 + lead off. For hour h
        // of day 40 the window ends where it begins, so that the last day known is 39.
        var result = Run(Fifty, Hourly(50, (day, _) => day), First.AddDays(40), First.AddDays(40));
        Assert.Equal([1, 2, 3, 4, 5, 6], result.ByLeadDay.Select(row => row.LeadDay));
        Assert.All(result.ByLeadDay, row =>
        {
            Assert.Equal(24, row.Model.Hours);
            Assert.Equal(10 - row.LeadDay, row.Model.MeanAbsoluteError, 1e-12);
            Assert.Equal(1 + row.LeadDay, row.Baselines.LastDay, 1e-12);
            Assert.Equal(7, row.Baselines.LastWeek, 1e-12);
            Assert.Equal(17.5, row.Baselines.FourWeekMean, 1e-12);
            Assert.Equal(4 + row.LeadDay, row.Baselines.SevenDayMean, 1e-12);
        });
        Assert.Equal(6.5, result.MeanAbsoluteError, 1e-12);
    }

    /// <summary>A model that looks once, where the base day ends, is compared with baselines that know the base day too.</summary>
    [Fact]
    public void Run_ModelThatLooksOnce_HasBaselinesThatKnowTheBaseDay()
    {
        var once = (
            TestModels.AtOnce with
            {
                SamplingIntervalMinutes = 60,
                Features = [FeatureNames.Value],
                Window = new(1, 0),
                Scaler = new("fixed", 0, 1),
                Output = new(144, "nothing"),
            })
            .ThatGives([.. Enumerable.Repeat(50.0, 144)]);
        var result = Run(once, Hourly(50, (day, _) => day), First.AddDays(40), First.AddDays(40));
        Assert.All(result.ByLeadDay, row => Assert.Equal(
            (10.0 - row.LeadDay, row.LeadDay, 7.0, 3.0 + row.LeadDay),
            (Math.Round(row.Model.MeanAbsoluteError, 9), (int)row.Baselines.LastDay, row.Baselines.LastWeek, row.Baselines.SevenDayMean)));
    }

    [Fact]
    public void Run_SeveralDays_CountsEachOfThem()
    {
        var result = Run(Fifty, Hourly(20, (day, _) => day), First.AddDays(9), First.AddDays(11));
        Assert.All(
            result.ByLeadDay, row => Assert.Equal((72, 40.0 - row.LeadDay), (row.Model.Hours, Math.Round(row.Model.MeanAbsoluteError, 9))));
    }

    /// <summary>A sawtooth by the hour: the same hour has the same value every day, so all baselines are perfect and only then.</summary>
    [Fact]
    public void Run_EveryDayTheSame_LeavesTheBaselinesWithoutError()
    {
        var result = Run(Fifty, Hourly(20, (_, hour) => hour), First.AddDays(10), First.AddDays(10));
        Assert.All(result.ByLeadDay, row =>
        {
            Assert.Equal(
                (50 - 11.5, 0.0, 0.0, 0.0, 0.0),
                (
                    row.Model.MeanAbsoluteError, row.Baselines.LastDay, row.Baselines.LastWeek, row.Baselines.FourWeekMean,
                    row.Baselines.SevenDayMean));
            Assert.Equal(0, row.Baselines.Seasonal, 1e-12);
        });
    }

    [Fact]
    public void Run_TargetsThatWereNotMeasured_AreNotCompared()
    {
        var series = Hourly(20, (day, hour) => day == 12 && hour >= 6 ? double.NaN : day);
        var result = Run(Fifty, series, First.AddDays(10), First.AddDays(10));
        Assert.Equal([24, 6, 24, 24, 24, 24], result.ByLeadDay.Select(row => row.Model.Hours));
        Assert.Equal(38, result.ByLeadDay[1].Model.MeanAbsoluteError, 1e-12);
    }

    /// <summary>Six hours of the base day are missing: the hours without a window are not forecast, which is no merit.</summary>
    [Fact]
    public void Run_HoursThatTheModelLeavesOut_AreCountedAsSuch()
    {
        var model = (
            TestModels.Recursive with { Window = new(60, 0), Scaler = new("fixed", 0, 1), Strategy = "direct", Output = new(6, "nothing") })
            .ThatGives(1, 1, 1, 1, 1, 1);
        var series = TestSeries.Wave(daysBefore: 9, daysAfter: 6).Without(TestSeries.At(7, 1, 6), 360);
        var result = Run(model, series, TestSeries.BaseDay, TestSeries.BaseDay);
        Assert.Equal((18 * 6, 6 * 6), (result.Overall.Model.Hours, result.Overall.NotForecast));
    }

    [Fact]
    public void Run_SeriesThatEndsEarly_ComparesWhatThereIs()
    {
        var result = Run(Fifty, Hourly(13, (day, _) => day), First.AddDays(10), First.AddDays(10));
        Assert.Equal([24, 24, 0, 0, 0, 0], result.ByLeadDay.Select(row => row.Model.Hours));
        Assert.True(double.IsNaN(result.ByLeadDay[2].Model.MeanAbsoluteError));
        Assert.Equal(38.5, result.MeanAbsoluteError, 1e-12);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(-50, -50)]
    [InlineData(10, 9)]
    public void Run_NothingToCompare_IsNotANumber(int from, int to)
    {
        var result = Run(Fifty, Hourly(20, (day, _) => day), First.AddDays(from), First.AddDays(to));
        Assert.True(double.IsNaN(result.MeanAbsoluteError));
        Assert.Equal(6, result.ByLeadDay.Count);
    }

    /// <summary>
    /// The future at 0 makes every error the forecast itself, the future at a million a million less the forecast: the forecasts are the
    /// same in both only if they were made without looking.
    /// </summary>
    [Theory]
    [InlineData(6)]
    [InlineData(1)]
    [InlineData(144)]
    public void Run_AnotherFuture_ForecastsTheSame(int outputs)
    {
        var model = (outputs == 6 ? TestModels.Direct : outputs == 1 ? TestModels.Recursive : TestModels.AtOnce).WithRandomWeights();
        var (nothing, million) = (ErrorsWithFuture(model, 0), ErrorsWithFuture(model, 1e6));
        Assert.All(nothing, (error, index) => Assert.Equal(1e6, error + million[index], 1e-6));
        Assert.All(nothing, error => Assert.InRange(error, 1, 1000));
    }

    private static BacktestResult Run(ForecastModel model, MinuteSeries series, DateOnly from, DateOnly to) =>
        Backtest.Run(model, series, from, to, cancellation: TestContext.Current.CancellationToken);

    private static double[] ErrorsWithFuture(ForecastModel model, double future)
    {
        var known = TestSeries.Wave(daysBefore: 9, daysAfter: 6);
        var end = known.IndexOf(TestSeries.At(7, 2, 0));
        var series = known.Map((value, i) => i < end ? value : future);
        return [.. Run(model, series, TestSeries.BaseDay, TestSeries.BaseDay).ByLeadDay.Select(row => row.Model.MeanAbsoluteError)];
    }

    private static MinuteSeries Hourly(int days, Func<int, int, double> value) => new(
        First.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(1), [.. Enumerable.Range(0, days * 24).Select(i => value(i / 24, i % 24))]);
}
