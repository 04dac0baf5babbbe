using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;

namespace Whatever.Tests.Model.Forecasting;

public sealed class HourlyForecastersTests
{
    public static TheoryData<string> Names => new(HourlyForecasters.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Find_AnotherFuture_ForecastsTheSame(string name)
    {
        var forecaster = HourlyForecasters.Find(name, KoreanHolidays.Official)!;
        var (hours, origin) = (TestHours.Noisy(10, missing: 0.1), TestHours.Monday.AddDays(45));
        var before = forecaster.Forecast(hours, origin, 144).P50;
        Assert.All(
            [double.NaN, 0, 1e9],
            future => Assert.Equal(before, forecaster.Forecast(hours.With(origin, 168 * 10, _ => future), origin, 144).P50));
        Assert.NotEqual(before, forecaster.Forecast(hours.With(origin.AddDays(-7), 168, value => value + 100), origin, 144).P50);
    }

    [Fact]
    public void Find_EachName_IsAForecasterOfItsOwn()
    {
        var (hours, origin) = (TestHours.Noisy(10), TestHours.Monday.AddDays(45));
        var forecasts = HourlyForecasters.Names.Select(
            name => HourlyForecasters.Find(name, HolidayCalendars.Empty)!.Forecast(hours, origin, 144).P50[30])
            .ToList();
        Assert.Equal(6, forecasts.Distinct().Count());
        Assert.Equal(new SeasonalBaseline(HolidayCalendars.Empty).Forecast(hours, origin, 144).P50[30], forecasts[1]);
    }

    [Fact]
    public void Find_SeasonalWithHolidays_KnowsThem()
    {
        var (hours, origin) = (TestHours.Noisy(10), TestHours.Monday.AddDays(49));
        var monday = new EditedHolidays(null, [DateOnly.FromDateTime(origin)], []);
        double[] Run(IHolidays holidays) => HourlyForecasters.Find(HourlyForecasters.Seasonal, holidays)!.Forecast(hours, origin, 48).P50;
        Assert.NotEqual(Run(HolidayCalendars.Empty)[..24], Run(monday)[..24]);
        Assert.Equal(Run(HolidayCalendars.Empty)[24..], Run(monday)[24..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Seasonal")]
    [InlineData("models/flow_rate")]
    public void Find_UnknownName_IsNull(string name) => Assert.Null(HourlyForecasters.Find(name, HolidayCalendars.Empty));
}
