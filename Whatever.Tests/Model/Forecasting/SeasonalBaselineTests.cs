using MathNet.Numerics.Statistics;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Forecasting;

public sealed class SeasonalBaselineTests
{
    private static readonly SeasonalBaselineOptions NoShift = new() { Shift = 0 };

    /// <summary>The value is the number of the week: weeks 5, 4, .. 0 with weights 1, 0.8, .. give the mean by hand.</summary>
    [Fact]
    public void Forecast_WeeksCounted_WeighsEachWeekLess()
    {
        var hours = TestHours.Of(6, time => TestHours.WeekOf(time));
        var found = new SeasonalBaseline(HolidayCalendars.Empty, NoShift).Forecast(hours, TestHours.Monday.AddDays(42), 168);
        var weights = Enumerable.Range(0, 6).Select(back => Math.Pow(0.8, back)).ToArray();
        var expected = weights.Select((weight, back) => weight * (5 - back)).Sum() / weights.Sum();
        Assert.All(found.P50, value => Assert.Equal(expected, value, 1e-12));
        Assert.Null(found.P10);
    }

    [Fact]
    public void Forecast_WeeksLimited_LooksNoFurtherBack()
    {
        var hours = TestHours.Of(6, time => TestHours.WeekOf(time) < 4 ? 1e9 : TestHours.WeekOf(time));
        var found = new SeasonalBaseline(HolidayCalendars.Empty, NoShift with { Weeks = 2, DecayPerWeek = 1 })
            .Forecast(hours, TestHours.Monday.AddDays(42), 168);
        Assert.All(found.P50, value => Assert.Equal(4.5, value, 1e-12));
    }

    /// <summary>Every week alike, the last three days 10 above it: the share of 10 comes on top of every hour.</summary>
    [Theory]
    [InlineData(0.6, 6)]
    [InlineData(1, 10)]
    [InlineData(0, 0)]
    public void Forecast_LastDaysHigher_AreFollowedByTheShare(double shift, double expected)
    {
        var origin = TestHours.Monday.AddDays(44);
        var hours = TestHours.Of(7, time => 100 + time.Hour + (time >= origin.AddDays(-3) ? 10 : 0));
        var baseline = new SeasonalBaseline(HolidayCalendars.Empty, new SeasonalBaselineOptions { Shift = shift });

        // Wednesday: its history does not hold the three days.
        Assert.All(baseline.Forecast(hours, origin, 24).P50, (value, hour) => Assert.Equal(100 + hour + expected, value, 1e-9));
    }

    [Fact]
    public void Forecast_OneWildDay_DoesNotMoveTheMedianOfThree()
    {
        var origin = TestHours.Monday.AddDays(44);
        var hours = TestHours.Of(7, time => 100 + time.Hour).With(origin.AddDays(-1), 24, value => value + 1000);
        Assert.All(
            new SeasonalBaseline(HolidayCalendars.Empty).Forecast(hours, origin, 24).P50,
            (value, hour) => Assert.Equal(100 + hour, value, 1e-9));
    }

    /// <summary>Sundays are at 10, other days at 100, a holiday in the middle of a week at 20.</summary>
    [Fact]
    public void Forecast_Holidays_CountAsSundaysBothWays()
    {
        var (past, coming) = (new DateTime(2024, 7, 3), new DateTime(2024, 7, 17));
        var holidays = new EditedHolidays(null, [DateOnly.FromDateTime(past), DateOnly.FromDateTime(coming)], []);
        var hours = TestHours.Of(6, time => time.Date == past ? 20 : time.DayOfWeek == DayOfWeek.Sunday ? 10 : 100);
        var found = new SeasonalBaseline(holidays, NoShift with { DecayPerWeek = 1 })
            .Forecast(hours, TestHours.Monday.AddDays(42), 168).P50;

        // Six Sundays and the holiday: (6 * 10 + 20) / 7, on the holiday to come and on Sunday. The Wednesdays before know nothing of the
        // holiday.
        var free = 80 / 7.0;
        Assert.All(found, (value, hour) => Assert.Equal(hour / 24 is 2 or 6 ? free : 100, value, 1e-12));
        var ordinary = new SeasonalBaseline(new EditedHolidays(null, [DateOnly.FromDateTime(past)], []), NoShift)
            .Forecast(hours, coming, 24).P50;
        Assert.All(ordinary, value => Assert.Equal(100, value, 1e-12));
    }

    /// <summary>The definition written down a second time, value by value, over gaps, holidays and origins at any hour.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.9)]
    public void Forecast_RandomSeries_AgreesWithTheDefinition(int seed, double missing)
    {
        var hours = TestHours.Noisy(12, seed, missing);
        var holidays = new EditedHolidays(null, [new DateOnly(2024, 7, 9), new DateOnly(2024, 7, 24), new DateOnly(2024, 8, 1)], []);
        var options = new SeasonalBaselineOptions { Weeks = 4, DecayPerWeek = 0.7, Shift = 0.5, ShiftDays = 2 };
        var baseline = new SeasonalBaseline(holidays, options);
        foreach (var origin in new[] { 1, 100, 700, 1021, 1344, 1500 }.Select(hour => TestHours.Monday.AddHours(hour)))
        {
            var found = baseline.Forecast(hours, origin, 168).P50;
            var deviations = Enumerable.Range(-48, 48)
                .Select(
                    hour =>
                        ValueAt(hours, origin.AddHours(hour)) - Mean(hours, origin.AddHours(-48), origin.AddHours(hour), options, holidays))
                .Where(value => !double.IsNaN(value)).ToArray();
            var level = deviations.Length == 0 ? 0 : 0.5 * deviations.Median();
            Assert.All(
                found, (value, hour) => Assert.Equal(Mean(hours, origin, origin.AddHours(hour), options, holidays) + level, value, 1e-9));
        }
    }

    [Fact]
    public void Forecast_AnotherFuture_IsTheSame()
    {
        var baseline = new SeasonalBaseline(KoreanHolidays.Official);
        var hours = TestHours.Noisy(12, missing: 0.05);
        foreach (var origin in Enumerable.Range(0, 60).Select(i => TestHours.Monday.AddHours(31 * i)))
        {
            var poisoned = hours.With(origin, int.MaxValue / 2, _ => double.PositiveInfinity);
            Assert.Equal(baseline.Forecast(hours, origin, 168).P50, baseline.Forecast(poisoned, origin, 168).P50);
            Assert.Equal(
                baseline.Forecast(hours, origin, 168).P50,
                baseline.Forecast(hours with { Values = hours.Values[..hours.IndexOf(origin)] }, origin, 168).P50);
        }
    }

    [Fact]
    public void Forecast_SeriesThatWasNeverNegative_IsNotNegative()
    {
        var origin = TestHours.Monday.AddDays(44);
        var hours = TestHours.Of(7, time => time.Hour < 6 ? 1 : 100).With(origin.AddDays(-3), 72, value => value / 100);
        var baseline = new SeasonalBaseline(HolidayCalendars.Empty);
        Assert.Equal(0, baseline.Forecast(hours, origin, 1).P50[0]);
        Assert.True(baseline.Forecast(hours.With(origin.AddDays(-1), 1, _ => -1), origin, 1).P50[0] < -10);
    }

    [Fact]
    public void Forecast_HourNeverMeasured_IsNotANumber()
    {
        var hours = TestHours.Of(8, time => time.Hour == 3 ? double.NaN : 7);
        Assert.All(
            new SeasonalBaseline(HolidayCalendars.Empty).Forecast(hours, TestHours.Monday.AddDays(50), 168).P50,
            (value, hour) => Assert.Equal(hour % 24 == 3 ? double.NaN : 7, value));
    }

    [Theory]
    [InlineData(0, 0.8, 0.6, 3, "Weeks")]
    [InlineData(53, 0.8, 0.6, 3, "Weeks")]
    [InlineData(6, 0, 0.6, 3, "DecayPerWeek")]
    [InlineData(6, 1.1, 0.6, 3, "DecayPerWeek")]
    [InlineData(6, double.NaN, 0.6, 3, "DecayPerWeek")]
    [InlineData(6, 0.8, -0.1, 3, "Shift")]
    [InlineData(6, 0.8, 1.1, 3, "Shift")]
    [InlineData(6, 0.8, 0.6, 0, "ShiftDays")]
    [InlineData(6, 0.8, 0.6, 8, "ShiftDays")]
    public void Options_OutOfRange_AreRefusedByName(int weeks, double decay, double shift, int shiftDays, string name)
    {
        var options = new SeasonalBaselineOptions { Weeks = weeks, DecayPerWeek = decay, Shift = shift, ShiftDays = shiftDays };
        Assert.StartsWith($"{name} is ", Assert.Single(options.Validate()).ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SeasonalBaseline(HolidayCalendars.Empty, options));
    }

    private static double ValueAt(MinuteSeries hours, DateTime time) =>
        time < hours.Start || hours.IndexOf(time) >= hours.Values.Length ? double.NaN : hours.Values[hours.IndexOf(time)];

    private static double Mean(
        MinuteSeries hours, DateTime origin, DateTime target, SeasonalBaselineOptions options, EditedHolidays holidays)
    {
        bool Off(DateTime time) =>
            holidays.Contains(DateOnly.FromDateTime(time)) || time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        bool Half(DateTime time) => !Off(time) && Off(time.AddDays(-1)) && Off(time.AddDays(1));
        int Kind(DateTime time) => holidays.Contains(DateOnly.FromDateTime(time)) ? 0 : (int)time.DayOfWeek;
        bool Works(int kind) => kind is not (0 or 6);
        double Weight(DateTime time) => Math.Pow(options.DecayPerWeek, (target - time).TotalDays / 7);
        var history = Enumerable.Range(1, options.Weeks * 168).Select(back => origin.AddHours(-back))
            .Where(time => time.Hour == target.Hour && !double.IsNaN(ValueAt(hours, time))).ToList();
        double OfKind(int kind)
        {
            Func<DateTime, bool>[] likenesses =
                [time => Kind(time) == kind && !Half(time), time => Works(Kind(time)) == Works(kind) && !Half(time), _ => true];
            var like = likenesses.Select(isLike => history.Where(isLike).ToList()).FirstOrDefault(list => list.Count > 0) ?? [];
            return like.Sum(time => Weight(time) * ValueAt(hours, time)) / like.Sum(Weight);
        }

        return Half(target) ? (OfKind(Kind(target)) + OfKind(6)) / 2 : OfKind(Kind(target));
    }
}
