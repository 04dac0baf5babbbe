using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Trees;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;

namespace Whatever.Tests.Model.Forecasting.Trees;

public sealed class TreeForecasterTests
{
    /// <summary>Days above and below their week in turn: a weekday's mean knows nothing of it, and trees see what yesterday was.</summary>
    [Fact]
    public void Forecast_WhatTheDayBeforeTells_IsLearned()
    {
        var hours = AlternatingDays.Hours(160);
        var (trees, baseline) = (0.0, 0.0);
        for (var day = 120; day < 150; day++)
        {
            var (origin, actual) = (hours.TimeAt(day * 24), hours.Slice(day * 24, 144));
            trees += Error(Trees().Forecast(hours, origin, 144), actual);
            baseline += Error(new SeasonalBaseline(HolidayCalendars.Empty).Forecast(hours, origin, 144), actual);
        }

        Assert.InRange(trees / baseline, 0, 0.3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(24)]
    [InlineData(100)]
    public void Forecast_AnotherFuture_ForecastsTheSame(int hour)
    {
        var hours = TestHours.Noisy(14);
        var index = (80 * 24) + hour;
        var origin = hours.TimeAt(index);
        var changed = hours with { Values = [.. hours.Values[..index], .. hours.Values[index..].Select(value => 3 * value)] };
        var ended = hours with { Values = hours.Values[..index] };
        var forecast = Trees().Forecast(hours, origin, 168).P50;
        Assert.All(forecast, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(forecast, Trees().Forecast(changed, origin, 168).P50);
        Assert.Equal(forecast, Trees().Forecast(ended, origin, 168).P50);
    }

    /// <summary>Each Monday until then there were fewer than eight weeks.</summary>
    [Fact]
    public void Forecast_FirstWeeks_AreNotForecast()
    {
        var hours = TestHours.Noisy(12);
        Assert.All(Trees().Forecast(hours, TestHours.Monday.AddDays(55), 24).P50, value => Assert.True(double.IsNaN(value)));
        Assert.All(Trees().Forecast(hours, TestHours.Monday.AddDays(56), 24).P50, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Forecast_OnlyTheDaysThatItLooksBack_GiveTheSame()
    {
        var hours = TestHours.Noisy(150);
        var origin = hours.TimeAt(hours.Values.Length).AddDays(-1);
        var first = hours.IndexOf(origin.AddDays(-TreeForecaster.DaysBack));
        Assert.True(first > 0);
        var end = new MinuteSeries(hours.TimeAt(first), hours.Interval, hours.Values[first..]);
        Assert.Equal(Trees().Forecast(hours, origin, 168).P50, Trees().Forecast(end, origin, 168).P50);
    }

    /// <summary>What is not measured is NaN to the trees, and what is not known of the last weeks no forecast.</summary>
    [Fact]
    public void Forecast_Gaps_AreLearnedAround()
    {
        var hours = TestHours.Noisy(14, missing: 0.3);
        Assert.All(Trees().Forecast(hours, hours.TimeAt(90 * 24), 168).P50, value => Assert.InRange(value, 20, 120));
        Array.Fill(hours.Values, double.NaN, 60 * 24, 30 * 24);
        Assert.All(Trees().Forecast(hours, hours.TimeAt(90 * 24), 24).P50, value => Assert.True(double.IsNaN(value)));
    }

    /// <summary>A level of ten thousand m³/h or of thousandths is forecast alike.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(0.001)]
    public void Forecast_AnotherUnit_IsTheSameInThatUnit(double unit)
    {
        var hours = TestHours.Noisy(12);
        var other = hours with { Values = Array.ConvertAll(hours.Values, value => value * unit) };
        var origin = hours.TimeAt(70 * 24);
        Assert.Equal(
            Trees().Forecast(hours, origin, 168).P50, Trees().Forecast(other, origin, 168).P50.Select(value => value / unit),
            (a, b) => Math.Abs(a - b) < 0.05 * Math.Abs(a));
    }

    [Fact]
    public void Forecast_FlowThatNeverWasNegative_IsNotNegative()
    {
        var random = new Random(8);
        var hours = TestHours.Of(12, time => time.Hour < 6 ? 0 : Math.Max(0, random.NextDouble() - 0.4));
        Assert.All(Trees().Forecast(hours, hours.TimeAt(75 * 24), 168).P50, value => Assert.True(value >= 0));
    }

    private static TreeForecaster Trees() =>
        new(HolidayCalendars.Empty, [.. HourlyForecasters.Simple(HolidayCalendars.Empty).Select(member => new CachedForecaster(member))]);

    private static double Error(HourlyForecast forecast, double[] actual) =>
        forecast.P50.Zip(actual, (value, target) => Math.Abs(value - target)).Sum();
}
