using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.Forecasting;

namespace Whatever.Tests.Model.Evaluation;

public sealed class HourlyBacktestTests
{
    private static readonly DateOnly First = DateOnly.FromDateTime(TestHours.Monday);

    /// <summary>The value is the number of the day, so that all errors follow by hand.</summary>
    [Fact]
    public void Run_DaysCountedUp_GivesTheErrorsOfHandWork()
    {
        // Base day 49 (a Monday) is the last one known. Lead day i is day 49 + i; 100 is 51 - i too high.
        var hours = TestHours.Of(9, time => (time - TestHours.Monday).Days);
        var result = Run(new Constant(100), hours, First.AddDays(49), First.AddDays(49), 168);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], result.ByLeadDay.Select(row => row.LeadDay));
        Assert.All(result.ByLeadDay, row =>
        {
            Assert.Equal((24, 0), (row.Model.Hours, row.NotForecast));
            Assert.Equal(51 - row.LeadDay, row.Model.MeanAbsoluteError, 1e-12);
            Assert.Equal(51 - row.LeadDay, row.Model.Bias, 1e-12);
            Assert.Equal(row.LeadDay, row.Baselines.LastDay, 1e-12);
            Assert.Equal(7, row.Baselines.LastWeek, 1e-12);
            Assert.Equal((7 + 14 + 21 + 28) / 4.0, row.Baselines.FourWeekMean, 1e-12);
            Assert.Equal(3 + row.LeadDay, row.Baselines.SevenDayMean, 1e-12);
            Assert.Equal(1 - ((51 - row.LeadDay) / 7.0), row.SkillAgainstLastWeek, 1e-12);
            Assert.Equal(1 - ((51 - row.LeadDay) / 17.5), row.SkillAgainstFourWeekMean, 1e-12);
        });
        Assert.Equal((0, 168, 47.0), (result.Overall.LeadDay, result.Overall.Model.Hours, result.MeanAbsoluteError));
    }

    [Fact]
    public void Run_SeasonalBaselineItself_HasItsOwnErrorAndNoSkillAgainstItself()
    {
        var hours = TestHours.Noisy(12, missing: 0.05);
        var holidays = KoreanHolidays.Official;
        var result = Run(new SeasonalBaseline(holidays), hours, First.AddDays(50), First.AddDays(70), holidays: holidays);
        Assert.Equal(6, result.ByLeadDay.Count);
        Assert.All(result.ByLeadDay.Append(result.Overall), row =>
        {
            Assert.Equal(row.Baselines.Seasonal, row.Model.MeanAbsoluteError);
            Assert.Equal(0, row.SkillAgainstSeasonal);
            Assert.InRange(row.Model.Hours, 1, 24 * 6 * 21);
        });
        Assert.Equal(result.ByLeadDay.Sum(row => row.Model.Hours), result.Overall.Model.Hours);
    }

    [Fact]
    public void Run_Forecaster_IsHandedNothingFromTheOriginOn()
    {
        var forecaster = new Constant(1);
        Run(forecaster, TestHours.Noisy(12), First.AddDays(50), First.AddDays(52));
        Assert.Equal([51, 52, 53], forecaster.Seen.Select(seen => (seen.Origin - TestHours.Monday).Days));
        Assert.All(forecaster.Seen, seen => Assert.Equal((seen.Origin, 144), (seen.End, seen.Horizon)));
    }

    [Fact]
    public void Run_Band_IsMeasured()
    {
        var hours = TestHours.Of(9, time => time.Hour < 6 ? 20 : 10);
        var result = Run(new Constant(10) { Band = 1 }, hours, First.AddDays(49), First.AddDays(49));
        Assert.All(result.ByLeadDay, row => Assert.Equal(0.75, row.Model.Coverage!.Value, 1e-12));
    }

    [Fact]
    public void Run_HoursThatTheForecasterLeavesOut_AreCountedAsSuch()
    {
        var result = Run(new Constant(10) { Missing = 30 }, TestHours.Of(9, _ => 10), First.AddDays(49), First.AddDays(49));
        Assert.Equal([(0, 24), (18, 6), (24, 0)], result.ByLeadDay.Take(3).Select(row => (row.Model.Hours, row.NotForecast)));
        Assert.Equal(30, result.Overall.NotForecast);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(36)]
    [InlineData(192)]
    public void Run_HorizonThatIsNoNumberOfDays_IsRefused(int hours) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(new Constant(1), TestHours.Noisy(9), First, First, hours));

    [Fact]
    public void Run_ForecastOfAnotherLength_SaysWhoGaveIt() => Assert.Contains(
        "Constant gave 10 hours, expected 144",
        Assert.Throws<InvalidOperationException>(() => Run(new Constant(1) { Length = 10 }, TestHours.Noisy(9), First, First)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(3, 2, 3)]
    [InlineData(3, 3, null)]
    [InlineData(3, 3, 4)]
    public void HourlyForecast_HalfABand_IsRefused(int medians, int lower, int? upper) =>
        Assert.Throws<ArgumentException>(
            () => new HourlyForecast(new double[medians], new double[lower], upper is { } length ? new double[length] : null));

    private static BacktestResult Run(
        IHourlyForecaster forecaster, MinuteSeries hours, DateOnly from, DateOnly to, int horizonHours = 144, IHolidays? holidays = null) =>
        Backtest.Run(forecaster, hours, from, to, horizonHours, holidays, TestContext.Current.CancellationToken);

    private sealed class Constant(double value) : IHourlyForecaster
    {
        public double? Band { get; init; }
        public int Missing { get; init; }
        public int? Length { get; init; }
        public List<(DateTime Origin, DateTime End, int Horizon)> Seen { get; } = [];

        public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours)
        {
            Seen.Add((origin, knownHours.TimeAt(knownHours.Values.Length), horizonHours));
            double[] All(double what) =>
                [.. Enumerable.Range(0, Length ?? horizonHours).Select(hour => hour < Missing ? double.NaN : what)];
            return Band is { } band ? new HourlyForecast(All(value), All(value - band), All(value + band)) : new HourlyForecast(All(value));
        }
    }
}
