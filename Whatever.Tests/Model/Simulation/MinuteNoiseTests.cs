using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Simulation;

public sealed class MinuteNoiseTests
{
    private const int Count = 200_000;
    private static readonly long First = new DateTime(2024, 1, 1).Ticks / TimeSpan.TicksPerMinute;
    private static readonly double[] White = Sample(minute => new MinuteNoise(1).White(minute, 0), 1);

    /// <summary>Two hours apart over 45 years, so that the part with a memory of half a day has time to forget.</summary>
    private static readonly double[] Slow = Sample(minute => new MinuteNoise(1).Slow(minute, 0), 120);

    [Fact]
    public void White_ManyMinutes_IsNormalWithMeanZeroAndVarianceOne()
    {
        Assert.Equal(0, White.Average(), 0.01);
        Assert.Equal(1, White.Average(value => value * value), 0.02);
        Assert.Equal(0, White.Average(value => value * value * value), 0.05);
        Assert.Equal(3, White.Average(value => value * value * value * value), 0.1);
        Assert.Equal(0.05, White.Count(value => Math.Abs(value) > 1.96) / (double)Count, 0.003);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(60)]
    [InlineData(1440)]
    public void White_MinutesApart_HaveNothingInCommon(int lag) => Assert.Equal(0, Correlation(White[lag..], White[..^lag]), 0.01);

    [Fact]
    public void White_OtherSeedOrChannel_HasNothingInCommon()
    {
        Assert.Equal(0, Correlation(White, Sample(minute => new MinuteNoise(2).White(minute, 0), 1)), 0.01);
        Assert.Equal(0, Correlation(White, Sample(minute => new MinuteNoise(-1).White(minute, 0), 1)), 0.01);
        Assert.Equal(0, Correlation(White, Sample(minute => new MinuteNoise(1).White(minute, 1000), 1)), 0.01);
        Assert.Equal(0, Correlation(White, Sample(minute => new MinuteNoise(1).Slow(minute, 0), 1)), 0.02);
    }

    [Fact]
    public void Slow_ManyHours_HasMeanZeroAndVarianceOne()
    {
        Assert.Equal(0, Slow.Average(), 0.02);
        Assert.Equal(1, Slow.Average(value => value * value), 0.03);
    }

    /// <summary>From minute to minute nearly the same, after two hours the long part alone, after days nothing.</summary>
    [Fact]
    public void Slow_MinutesApart_RemembersLessTheFurtherApartTheyAre()
    {
        Assert.InRange(AtLag(1), 0.99, 1);
        Assert.InRange(AtLag(20), 0.7, 0.95);
        Assert.InRange(AtLag(120), 0.25, 0.4);
        Assert.InRange(AtLag(3 * 1440), -0.02, 0.02);
    }

    [Fact]
    public void WhiteAndSlow_SameMinute_AreTheSameAgain()
    {
        Assert.Equal(new MinuteNoise(5).White(First, 3), new MinuteNoise(5).White(First, 3));
        Assert.Equal(new MinuteNoise(5).Slow(First, 3), new MinuteNoise(5).Slow(First, 3));
    }

    [Fact]
    public void Slow_OverTheEdgeOfAGrid_HasNoStep()
    {
        var noise = new MinuteNoise(1);
        for (var minute = First; minute < First + 5000; minute++)
        {
            Assert.InRange(Math.Abs(noise.Slow(minute + 1, 0) - noise.Slow(minute, 0)), 0, 0.35);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_258_964_959)]
    public void WhiteAndSlow_FirstAndLastMinuteOfTheCalendar_AreFinite(long minute)
    {
        Assert.True(double.IsFinite(new MinuteNoise(int.MaxValue).White(minute, 0)));
        Assert.True(double.IsFinite(new MinuteNoise(int.MinValue).Slow(minute, 0)));
    }

    private static double AtLag(int minutes) => Correlation(Slow, Sample(minute => new MinuteNoise(1).Slow(minute + minutes, 0), 120));

    private static double[] Sample(Func<long, double> noise, int every) =>
        [.. Enumerable.Range(0, Count).Select(i => noise(First + ((long)i * every)))];

    private static double Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xx, yy) = (x.Sum(value => (value - meanX) * (value - meanX)), y.Sum(value => (value - meanY) * (value - meanY)));
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / Math.Sqrt(xx * yy);
    }
}
