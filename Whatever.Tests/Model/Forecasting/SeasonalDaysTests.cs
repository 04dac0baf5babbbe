using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;

namespace Whatever.Tests.Model.Forecasting;

/// <summary>Days that lie between the kinds of the week.</summary>
public sealed class SeasonalDaysTests
{
    private static readonly SeasonalBaselineOptions NoShift = new() { Shift = 0 };

    /// <summary>Working days at 100, Saturdays at 60, Sundays and holidays at 10.</summary>
    [Fact]
    public void Forecast_BridgeDay_LiesBetweenItsWeekdayAndASaturday()
    {
        var bridge = TestHours.Monday.AddDays(46); // a Friday
        var holidays = new EditedHolidays(null, [DateOnly.FromDateTime(bridge).AddDays(-1)], []);
        var hours = TestHours.Of(6, Value);
        Assert.All(new SeasonalBaseline(holidays, NoShift).Forecast(hours, bridge, 24).P50, value => Assert.Equal(80, value, 1e-9));
        Assert.All(
            new SeasonalBaseline(HolidayCalendars.Empty, NoShift).Forecast(hours, bridge, 24).P50, value => Assert.Equal(100, value, 1e-9));
    }

    [Fact]
    public void Forecast_BridgeDayInTheHistory_CountsForNoOtherDay()
    {
        var bridge = TestHours.Monday.AddDays(39); // the Friday of the sixth week
        var holidays = new EditedHolidays(null, [DateOnly.FromDateTime(bridge).AddDays(-1)], []);
        var hours = TestHours.Of(6, time => time.Date == bridge ? 1e6 : time.Date == bridge.AddDays(-1) ? 10 : Value(time));
        Assert.All(
            new SeasonalBaseline(holidays, NoShift).Forecast(hours, bridge.AddDays(7), 24).P50, value => Assert.Equal(100, value, 1e-9));
    }

    /// <summary>Without weights the mean over all days is (5 x 100 + 60 + 10) / 7.</summary>
    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.5, 90.714285714)]
    [InlineData(1, 81.428571429)]
    public void Forecast_ShareOfAllDays_ComesIn(double share, double expected)
    {
        var options = NoShift with { AllDaysShare = share, DecayPerWeek = 1 };
        var monday = TestHours.Monday.AddDays(42);
        Assert.All(
            new SeasonalBaseline(HolidayCalendars.Empty, options).Forecast(TestHours.Of(6, Value), monday, 24).P50,
            value => Assert.Equal(expected, value, 1e-6));
    }

    private static double Value(DateTime time) => time.DayOfWeek switch
    {
        DayOfWeek.Sunday => 10,
        DayOfWeek.Saturday => 60,
        _ => 100,
    };
}
