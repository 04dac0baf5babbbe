using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;
using Whatever.Tests.Model.ForecastTraining.Residual;

namespace Whatever.Tests.Model.Forecasting.Residual;

public sealed class ResidualForecasterTests
{
    [Fact]
    public void Forecast_ValuesFromTheOriginOnChanged_StaysToTheBit()
    {
        var hours = AlternatingDays.Hours(160);
        var changed = hours with { Values = [.. hours.Values.Select((value, i) => i >= 150 * 24 ? -1e6 : value)] };
        var (one, two) = (AlternatingDays.Model.Value.Forecast(hours, 150), AlternatingDays.Model.Value.Forecast(changed, 150));
        Assert.Equal(one.P50, two.P50);
        Assert.Equal(one.P10, two.P10);
    }

    [Fact]
    public void Forecast_OnlyTheDaysThatItLooksBack_GiveTheSame()
    {
        var hours = AlternatingDays.Hours(220);
        var days = AlternatingDays.Model.Value.ContextDays;
        var end = hours with { Start = hours.Start.AddDays(220 - days), Values = hours.Values[((220 - days) * 24)..] };
        var (all, last) = (AlternatingDays.Model.Value.Forecast(hours, 220), AlternatingDays.Model.Value.Forecast(end, 220));
        Assert.Equal([all.P50, all.P10!, all.P90!], [last.P50, last.P10!, last.P90!]);
    }

    [Fact]
    public void Forecast_ShorterHorizon_IsTheBeginningOfTheLonger()
    {
        var hours = AlternatingDays.Hours(150);
        var forecaster = AlternatingDays.Model.Value.On(HolidayCalendars.Empty);
        Assert.Equal(forecaster.Forecast(hours, hours.TimeAt(3600), 168).P50[..30], forecaster.Forecast(hours, hours.TimeAt(3600), 30).P50);
    }

    [Fact]
    public void Forecast_Band_LiesAroundTheMedian()
    {
        var forecast = AlternatingDays.Model.Value.Forecast(AlternatingDays.Hours(150), 150);
        Assert.All(forecast.P50, (value, hour) => Assert.True(forecast.P10![hour] <= value && value <= forecast.P90![hour]));
        Assert.Contains(forecast.P50, value => value > 0);
    }

    /// <summary>The networks stay out of it; the baselines that remember are left.</summary>
    [Fact]
    public void Forecast_NothingInFourWeeks_IsOfTheBaselinesWithoutABand()
    {
        var hours = AlternatingDays.Hours(150);
        var silent = hours with { Values = [.. hours.Values.Select((value, i) => i >= 120 * 24 ? double.NaN : value)] };
        var forecast = AlternatingDays.Model.Value.Forecast(silent, 150);
        Assert.All(
            forecast.P50.Zip(new SeasonalBaseline(HolidayCalendars.Empty).Forecast(silent, silent.TimeAt(150 * 24), 168).P50),
            pair => Assert.Equal(pair.Second, pair.First, 12.0));
        Assert.Null(forecast.P10);
    }

    [Fact]
    public void Forecast_SignalThatRepeatsItself_IsFollowed()
    {
        var hours = new MinuteSeries(
            AlternatingDays.Start, HourSeries.Interval, [.. Enumerable.Range(0, 100 * 24).Select(i => (double)(i % 24))]);
        Assert.All(AlternatingDays.Model.Value.Forecast(hours, 100).P50, (value, hour) => Assert.Equal(hour % 24, value, 0.01));
    }

    [Fact]
    public void Forecast_AsTheStationAsks_HasStepsHoursAndBands()
    {
        var day = DateOnly.FromDateTime(AlternatingDays.Start).AddDays(149);
        var forecast = AlternatingDays.Model.Value.Forecast(day, AlternatingDays.Hours(150), HolidayCalendars.Empty);
        var expected = AlternatingDays.Model.Value.Forecast(AlternatingDays.Hours(150), 150);
        Assert.Equal(expected.P50[..144], forecast.Values.Select(value => value.Value));
        Assert.Equal(expected.P10![..144], forecast.Values.Select(value => value.P10!.Value));
        Assert.Equal(
            (1, 0, day.AddDays(1).ToDateTime(TimeOnly.MinValue)),
            (forecast.Values[0].Step, forecast.Values[0].Hour, forecast.Values[0].TargetHour));
        Assert.Equal((6, 23), (forecast.Values[^1].Step, forecast.Values[^1].Hour));
        Assert.False(forecast.LowConfidence);
    }

    [Fact]
    public void Forecast_HalfOfTheLastDayMissing_IsOfLowConfidence()
    {
        var hours = AlternatingDays.Hours(150);
        var gap = hours with { Values = [.. hours.Values.Select((value, i) => i >= (150 * 24) - 12 ? double.NaN : value)] };
        Assert.True(
            AlternatingDays.Model.Value.Forecast(
                DateOnly.FromDateTime(hours.Start).AddDays(149), gap, HolidayCalendars.Empty).LowConfidence);
    }
}
