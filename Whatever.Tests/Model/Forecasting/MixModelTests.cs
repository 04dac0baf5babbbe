using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Forecasting;

public sealed class MixModelTests
{
    private const int LeadDays = 7;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.05)]
    [InlineData(3, 0.2)]
    public void Band_StationaryNoise_HoldsFourFifths(int seed, double missing)
    {
        var hours = TestHours.Noisy(30, seed, missing);
        var result = Backtest.Run(
            MixModel.On(HolidayCalendars.Empty), hours, Day(100), Day(200), LeadDays * HoursPer.Day,
            cancellation: TestContext.Current.CancellationToken);
        Assert.All(result.ByLeadDay, day => Assert.InRange(day.Model.Coverage!.Value, 0.76, 0.84));
    }

    /// <summary>The noise trebles: within weeks the band holds again what it says.</summary>
    [Fact]
    public void Band_NoiseGrows_Follows()
    {
        var (random, change) = (new Random(4), TestHours.Monday.AddDays(120));
        var hours = TestHours.Of(
            32, time => 100 + (20 * Math.Sin(2 * Math.PI * time.Hour / 24)) + ((time < change ? 2 : 6) * (random.NextDouble() - 0.5)));
        var result = Backtest.Run(
            MixModel.On(HolidayCalendars.Empty), hours, Day(150), Day(210), cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(result.Overall.Model.Coverage!.Value, 0.76, 0.84);
    }

    [Fact]
    public void Forecast_FirstDays_ForecastsAndThenHasABand()
    {
        var hours = TestHours.Noisy(1);
        var one = Forecast(1);
        Assert.Equal(144, one.Values.Count);
        Assert.All(one.Values, value => Assert.Null(value.P10));
        Assert.Equal(hours.Values[..24], one.Values.Where(value => value.Step == 1).Select(value => value.Value),
            (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.All(Forecast(2).Values, value => Assert.True(value.P10 <= value.Value && value.Value <= value.P90));

        DayForecast Forecast(int days) => new MixModel(Quantity.FlowRate).Forecast(
            Day(days - 1), hours with { Values = hours.Values[..(days * HoursPer.Day)] }, HolidayCalendars.Empty);
    }

    /// <summary>A step from a Friday to a Saturday says nothing of the side on which the next error will lie.</summary>
    [Fact]
    public void Band_OfFewErrors_HasTwoSidesAndDoesNotNarrow()
    {
        var hours = TestHours.Of(1, time => time.Day + (20 * Math.Sin(2 * Math.PI * time.Hour / 24)));
        var forecast = MixModel.On(HolidayCalendars.Empty)
            .Forecast(hours with { Values = hours.Values[..72] }, TestHours.Monday.AddDays(3), 144);
        Assert.All(
            forecast.P50,
            (value, hour) => Assert.Equal(forecast.P90![hour] - value, value - forecast.P10![hour], 1e-9));
        Assert.All(
            Enumerable.Range(24, 120),
            hour => Assert.True(forecast.P90![hour] - forecast.P50[hour] >= forecast.P90[hour - 24] - forecast.P50[hour - 24] - 1e-9));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(60)]
    public void Forecast_AnyInterval_IsThatOfTheHours(int interval)
    {
        var hours = TestHours.Noisy(6);
        var readings = new MinuteSeries(
            hours.Start, TimeSpan.FromMinutes(interval),
            [.. hours.Values.SelectMany(value => Enumerable.Repeat(value, 60 / interval))]);
        var model = new MixModel(Quantity.FlowRate);
        Assert.True(model.Takes(interval));
        Assert.Equal(
            model.Forecast(Day(41), hours, HolidayCalendars.Empty).Values.Select(value => value.Value),
            model.Forecast(Day(41), readings, HolidayCalendars.Empty).Values.Select(value => value.Value),
            (a, b) => Math.Abs(a - b) < 1e-9);
    }

    /// <summary>What the station hands it, and no more, makes the forecast.</summary>
    [Fact]
    public void Forecast_OnlyTheDaysThatItLooksBack_GiveTheSame()
    {
        var (hours, model) = (TestHours.Noisy(170), new MixModel(Quantity.FlowRate));
        var day = Day((170 * 7) - 1);
        var first = hours.IndexOf(day.ToDateTime(TimeOnly.MinValue).AddDays(-model.ContextDays));
        Assert.True(first > 0);
        Assert.Equal(
            model.Forecast(day, hours, HolidayCalendars.Empty).Values,
            model.Forecast(
                day, new MinuteSeries(hours.TimeAt(first), hours.Interval, hours.Values[first..]), HolidayCalendars.Empty).Values);
    }

    /// <summary>What is remembered from day to day, or from another sensor, changes no forecast.</summary>
    [Fact]
    public void On_AskedAgain_ForecastsAsIfForTheFirstTime()
    {
        var (hours, other) = (TestHours.Noisy(12), TestHours.Noisy(12, seed: 2));
        var forecaster = MixModel.On(HolidayCalendars.Empty);
        foreach (var (series, day) in new[] { (hours, 60), (hours, 61), (other, 61), (hours, 70), (hours, 62) })
        {
            var origin = TestHours.Monday.AddDays(day);
            var known = series with { Values = series.Values[..(day * HoursPer.Day)] };
            var fresh = MixModel.On(HolidayCalendars.Empty).Forecast(known, origin, 168);
            var again = forecaster.Forecast(known, origin, 168);
            Assert.Equal([fresh.P50, fresh.P10!, fresh.P90!], [again.P50, again.P10!, again.P90!]);
        }
    }

    /// <summary>No band below zero where nothing below zero was measured.</summary>
    [Fact]
    public void Band_FlowThatIsNeverNegative_IsNotEither()
    {
        var random = new Random(6);
        var hours = TestHours.Of(12, _ => random.NextDouble() < 0.5 ? 0 : 10 * random.NextDouble());
        Assert.All(
            MixModel.On(HolidayCalendars.Empty).Forecast(hours, TestHours.Monday.AddDays(84), 168).P10!, low => Assert.True(low >= 0));
    }

    private static DateOnly Day(int days) => DateOnly.FromDateTime(TestHours.Monday).AddDays(days);
}
