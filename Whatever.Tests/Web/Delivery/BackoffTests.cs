using CsCheck;
using Whatever.Web.Delivery;

namespace Whatever.Tests.Web.Delivery;

public sealed class BackoffTests
{
    [Fact]
    public void After_AnyTry_LiesBetweenHalfAndWholeOfTheDoubledSecond() =>
        Gen.Select(Gen.Int[1, 1000], Gen.String[1, 40]).Sample((attempts, key) =>
    {
        var whole = Math.Min(Math.Pow(2, attempts - 1), Backoff.Longest.TotalSeconds);
        var pause = Backoff.After(attempts, key).TotalSeconds;
        Assert.InRange(pause, 0.5 * whole, whole);
    });

    [Fact]
    public void After_SameTry_IsTheSamePause() => Assert.Equal(Backoff.After(3, "alert/a"), Backoff.After(3, "alert/a"));

    [Fact]
    public void After_ManyStations_DoNotComeBackInOneSecond()
    {
        var pauses = Enumerable.Range(0, 100).Select(i => (int)Backoff.After(8, $"forecast/sensor_{i}/2024-07-09/1").TotalSeconds).ToList();
        Assert.True(pauses.Distinct().Count() > 30, $"{pauses.Distinct().Count()} different seconds");
    }
}
