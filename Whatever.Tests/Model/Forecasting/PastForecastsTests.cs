using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles;

namespace Whatever.Tests.Model.Forecasting;

/// <summary>What was forecast last night is not forecast again; that may make no difference but the time it takes.</summary>
public sealed class PastForecastsTests
{
    private const int DaysBefore = 50;
    private static readonly MinuteSeries Both = With(TestSeries.Wave(DaysBefore));

    [Fact]
    public void Band_AfterTheNightBefore_IsTheSameAsMadeAnew()
    {
        var network = TestModels.Direct.WithRandomWeights();
        Forecast(network, Both, TestSeries.BaseDay.AddDays(-1));
        Assert.Equal(Anew(Both).Values, Forecast(network, Both, TestSeries.BaseDay).Values);
    }

    /// <summary>The series of the next night begins a day later.</summary>
    [Fact]
    public void Band_OfASeriesThatBeginsLater_IsTheSame()
    {
        var network = TestModels.Direct.WithRandomWeights();
        var whole = Forecast(network, Both, TestSeries.BaseDay);
        Assert.Equal(whole.Values, Forecast(network, With(Both.From(Both.Start.AddDays(4))), TestSeries.BaseDay).Values);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Band_ReadingsThatCameLate_Count(int daysAgo)
    {
        var network = TestModels.Direct.WithRandomWeights();
        var before = Forecast(network, Both, TestSeries.BaseDay);
        var late = With(Both.With(TestSeries.At(7, 1, 6).AddDays(-daysAgo), 90, value => 1.5 * value));
        var after = Forecast(network, late, TestSeries.BaseDay);
        Assert.NotEqual(before.Values, after.Values);
        Assert.Equal(Anew(late).Values, after.Values);
    }

    [Fact]
    public void Band_OtherQuantityChanged_CountsForANetworkThatLooksAtIt()
    {
        var looking = TestModels.Direct with { Features = [FeatureNames.Value, FeatureNames.Pressure] };
        var network = looking.WithRandomWeights();
        var before = Forecast(network, Both, TestSeries.BaseDay);
        var changed = Both with { Other = Both.Other!.With(TestSeries.At(6, 20, 0), 1440, value => value + 2) };
        var after = Forecast(network, changed, TestSeries.BaseDay);
        Assert.NotEqual(before.Values, after.Values);
        Assert.Equal(Forecast(looking.WithRandomWeights(), changed, TestSeries.BaseDay).Values, after.Values);
    }

    [Fact]
    public void Band_OfAnotherNetworkOrAnotherFeeding_IsItsOwn()
    {
        var first = Forecast(TestModels.Direct.WithRandomWeights(1), Both, TestSeries.BaseDay);
        Assert.NotEqual(Widths(first), Widths(Forecast(TestModels.Direct.WithRandomWeights(2), Both, TestSeries.BaseDay)));
        var network = TestModels.Direct.WithRandomWeights(1);
        var scaled = new ForecastModel(network.Description with { Scaler = new ScalerDescription("fixed", 100, 90) }, network.Network);
        Assert.NotEqual(
            Widths(Forecast(network, Both, TestSeries.BaseDay)), Widths(Forecast(scaled, Both, TestSeries.BaseDay)));
    }

    [Fact]
    public void Mix_CalendarChanged_IsForecastAnew()
    {
        var hours = TestHours.Noisy(12);
        var origin = TestHours.Monday.AddDays(77);
        var plain = MixModel.On(HolidayCalendars.Empty).Forecast(hours, origin, 144);
        var holidays = MixModel.On(new DaysOff(DateOnly.FromDateTime(origin.AddDays(-9)))).Forecast(hours, origin, 144);
        Assert.NotEqual(plain.P10, holidays.P10);
        Assert.Equal(plain.P10, MixModel.On(HolidayCalendars.Empty).Forecast(hours, origin, 144).P10);
    }

    [Fact]
    public void Mix_HoursOfLastMonthChanged_IsForecastAnew()
    {
        var hours = TestHours.Noisy(12, seed: 5);
        var origin = TestHours.Monday.AddDays(77);
        var before = MixModel.On(HolidayCalendars.Empty).Forecast(hours, origin, 144);
        var changed = hours with { Values = [.. hours.Values] };
        changed.Values[hours.IndexOf(origin) - 500] += 3;
        Assert.NotEqual(before.P90, MixModel.On(HolidayCalendars.Empty).Forecast(changed, origin, 144).P90);
        Assert.Equal(before.P90, MixModel.On(HolidayCalendars.Empty).Forecast(hours, origin, 144).P90);
    }

    /// <summary>A network that this process has not seen yet.</summary>
    private static DayForecast Anew(MinuteSeries readings) =>
        Forecast(TestModels.Direct.WithRandomWeights(), readings, TestSeries.BaseDay);

    private static DayForecast Forecast(ForecastModel network, MinuteSeries readings, DateOnly day) =>
        new BandedModel(network).Forecast(day, readings.Before(ForecastTargets.WindowEnd(day, 24)), HolidayCalendars.Empty);

    private static List<double?> Widths(DayForecast forecast) => [.. forecast.Values.Select(value => value.P90 - value.P10)];

    private static MinuteSeries With(MinuteSeries flowRate) =>
        flowRate with { Other = flowRate.Map((value, _) => 60 - (value / 10)) with { Other = null } };

    private sealed class DaysOff(params DateOnly[] days) : IHolidays
    {
        public bool Contains(DateOnly day) => days.Contains(day);
    }
}
