using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Forecasting;

public sealed class GrossHoursTests
{
    private const int Day = 60;

    [Theory]
    [InlineData(65535)]
    [InlineData(-9999)]
    [InlineData(1e30)]
    public void Without_OneThatNoWaterMakes_IsLeftOutAlone(double value)
    {
        var hours = With((Day * 24, value));
        var kept = new GrossHours().Without(hours).Values;
        Assert.Equal([Day * 24], Enumerable.Range(0, kept.Length).Where(i => double.IsNaN(kept[i])));
    }

    [Fact]
    public void Without_BurstOrAnotherLevel_Stays()
    {
        var burst = With([.. Enumerable.Range(0, 3).Select(hour => ((Day * 24) + hour, 300.0))]);
        Assert.Equal(burst.Values, new GrossHours().Without(burst).Values);

        // Another unit: three hours are not believed, then it is what there is.
        var unit = With([.. Enumerable.Range(0, 10 * 24).Select(hour => ((Day * 24) + hour, 60_000.0))]);
        var kept = new GrossHours().Without(unit).Values;
        Assert.Equal(Enumerable.Range(Day * 24, 3), Enumerable.Range(0, kept.Length).Where(i => double.IsNaN(kept[i])));
    }

    [Fact]
    public void Without_PartByPart_IsAsAtOnce()
    {
        var hours = With((Day * 24, 65535), ((Day * 24) + 30, 65535), ((Day * 24) + 31, double.NaN), ((Day + 3) * 24, -65535));
        var parts = new GrossHours();
        for (var length = 0; length < hours.Values.Length; length += 37)
        {
            parts.Without(hours with { Values = hours.Values[..length] });
        }

        Assert.Equal(new GrossHours().Without(hours).Values, parts.Without(hours).Values);
        Assert.Equal(
            new GrossHours().Without(hours).Values[..1500], parts.Without(hours with { Values = hours.Values[..1500] }).Values);
    }

    [Fact]
    public void Without_FirstDaysOrNothingThatVaries_KeepsAll()
    {
        var young = TestHours.Noisy(1) is var week ? week with { Values = [.. week.Values[..40], 65535] } : null!;
        Assert.Equal(young.Values, new GrossHours().Without(young).Values);
        var still = young with { Values = [.. Enumerable.Repeat(5.0, 500), 6] };
        Assert.Equal(still.Values, new GrossHours().Without(still).Values);
    }

    /// <summary>An hour of 65535 on the last day, and what is forecast for the week after it.</summary>
    [Fact]
    public void Forecast_OneReadingThatNoWaterMakes_ChangesLittle()
    {
        var (clean, spiked) = (With(), With(((Day * 24) - 19, 65535)));
        var origin = clean.TimeAt(Day * 24);
        Assert.Equal(
            MixModel.On(HolidayCalendars.Empty).Forecast(clean, origin, 168).P50,
            MixModel.On(HolidayCalendars.Empty).Forecast(spiked, origin, 168).P50, (a, b) => Math.Abs(a - b) < 5);
    }

    private static MinuteSeries With(params (int Index, double Value)[] changes)
    {
        var hours = TestHours.Noisy(12);
        foreach (var (index, value) in changes)
        {
            hours.Values[index] = value;
        }

        return hours;
    }
}
