using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Series;

namespace Whatever.Tests.Model.Forecasting;

public sealed class RecentMixTests
{
    private static readonly DateTime Origin = TestHours.Monday.AddDays(42);
    private static readonly MinuteSeries Hours = TestHours.Of(6, time => 100 + time.Hour);

    [Fact]
    public void Forecast_OneMember_IsThatMember()
    {
        var seasonal = new SeasonalBaseline(HolidayCalendars.Empty);
        Assert.Equal(seasonal.Forecast(Hours, Origin, 168).P50, new RecentMix([new MixMember(seasonal)]).Forecast(Hours, Origin, 168).P50);
    }

    /// <summary>Errors of 1 and 2 hours' sizes: weights 1 and 2 ^ -power.</summary>
    [Theory]
    [InlineData(0, 1.5)]
    [InlineData(1, 4.0 / 3)]
    [InlineData(16, 1.0000152585562)]
    public void Forecast_ErrorsOneAndTwo_AreWeighedByTheirInversePowers(double power, double expected)
    {
        var mix = new RecentMix([Member((_, _) => 1), Member((_, _) => 2)], 14, power);
        Assert.All(mix.Forecast(Hours, Origin, 168).P50, (value, hour) => Assert.Equal(100 + (hour % 24) + expected, value, 1e-9));
    }

    [Fact]
    public void Forecast_MembersGoodAtDifferentLeadDays_AreWeighedDayByDay()
    {
        var mix = new RecentMix([Member((_, lead) => lead < 2 ? 0 : 50), Member((_, lead) => lead < 2 ? 50 : 0)]);
        Assert.All(mix.Forecast(Hours, Origin, 168).P50, (value, hour) => Assert.Equal(100 + (hour % 24), value, 0.01));
    }

    /// <summary>Good until ten days ago, bad since, and the other way round.</summary>
    [Fact]
    public void Forecast_HabitsChanged_TheOneThatIsGoodNowTakesOver()
    {
        var change = Origin.AddDays(-10);
        var mix = new RecentMix([Member((target, _) => target < change ? 0 : 20), Member((target, _) => target < change ? 20 : 1)]);
        Assert.All(mix.Forecast(Hours, Origin, 24).P50, (value, hour) => Assert.Equal(101 + hour, value, 0.1));
    }

    [Fact]
    public void Forecast_AnotherFuture_IsTheSame()
    {
        var mix = new RecentMix([new MixMember(new SeasonalBaseline(HolidayCalendars.Empty)), Member((_, _) => 3)]);
        var noisy = TestHours.Noisy(12, missing: 0.05);
        foreach (var origin in new[] { 700, 1001, 1500 }.Select(hour => TestHours.Monday.AddHours(hour)))
        {
            var cut = noisy with { Values = noisy.Values[..noisy.IndexOf(origin)] };
            Assert.Equal(mix.Forecast(cut, origin, 168).P50, mix.Forecast(noisy, origin, 168).P50);
        }
    }

    [Fact]
    public void Forecast_MemberWithoutAForecast_LeavesItToTheOthers()
    {
        var mix = new RecentMix([Member((_, lead) => lead == 0 ? double.NaN : 0), Member((_, _) => 2)]);
        var found = mix.Forecast(Hours, Origin, 48).P50;
        Assert.Equal(102, found[0], 1e-9);
        Assert.Equal(100, found[24], 0.01);
    }

    [Fact]
    public void Forecast_NothingMeasuredLately_IsThePlainMean()
    {
        var silent = Hours with { Values = [.. Hours.Values.Select((value, i) => i >= 504 ? double.NaN : value)] };
        Assert.All(
            new RecentMix([Member((_, _) => 1), Member((_, _) => 4)]).Forecast(silent, Origin, 24).P50,
            (value, hour) => Assert.Equal(102.5 + hour, value, 1e-9));
    }

    /// <summary>A level far above the errors, or at zero: only their ratio counts.</summary>
    [Theory]
    [InlineData(0.001)]
    [InlineData(1000)]
    public void Forecast_ErrorsOfAnySize_AreWeighedAlike(double size)
    {
        var mix = new RecentMix([Member((_, _) => size), Member((_, _) => 2 * size)], 14, 4);
        Assert.Equal(18.0 / 17, (mix.Forecast(Hours, Origin, 24).P50[0] - 100) / size, 1e-6);
    }

    /// <summary>What was learned by heart looks twice as good as it is: until that is behind, its errors count double.</summary>
    [Theory]
    [InlineData(0, 1.5)]
    [InlineData(-60, 4.0 / 3)]
    public void Forecast_MemberThatHasSeenThePast_IsWeighedByItsTrueErrors(int learnedUntil, double expected)
    {
        var learned = new MixMember(new Off((_, _) => 1), new LearnedSpan(Origin.AddDays(learnedUntil), 2, 2));
        Assert.Equal(100 + expected, new RecentMix([learned, Member((_, _) => 2)], 14, 1).Forecast(Hours, Origin, 24).P50[0], 1e-9);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(61, 16)]
    [InlineData(14, -1)]
    [InlineData(14, double.NaN)]
    public void Mix_NumbersOutOfRange_IsRefused(int days, double power) =>
        Assert.Throws<ArgumentException>(() => new RecentMix([Member((_, _) => 1)], days, power));

    private static MixMember Member(Func<DateTime, int, double> error) => new(new Off(error));

    /// <summary>What comes plus something, by target and lead day.</summary>
    private sealed class Off(Func<DateTime, int, double> error) : IHourlyForecaster
    {
        public HourlyForecast Forecast(MinuteSeries knownHours, DateTime origin, int horizonHours) =>
            new(
                [
                    .. Enumerable.Range(0, horizonHours)
                        .Select(hour => 100 + origin.AddHours(hour).Hour + error(origin.AddHours(hour), hour / 24))]);
    }
}
