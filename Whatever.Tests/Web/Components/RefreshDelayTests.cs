using Microsoft.Extensions.Time.Testing;
using Whatever.Web.Components.Shared;

namespace Whatever.Tests.Web.Components;

public sealed class RefreshDelayTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(400);
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void UntilNext_PageThatIsQuicklyRead_IsSoon()
    {
        var pace = new RefreshDelay(Soon, TimeSpan.Zero, time);
        pace.Look();
        Assert.Equal(Soon, pace.UntilNext);
    }

    [Theory]
    [InlineData(0, 15_000)]
    [InlineData(10_000, 5_000)]
    [InlineData(14_900, 400)]
    [InlineData(60_000, 400)]
    public void UntilNext_PageThatTakesLongToRead_KeepsItsDistanceFromTheLastLook(int since, int expected)
    {
        var pace = new RefreshDelay(Soon, TimeSpan.FromSeconds(15), time);
        Assert.Equal(Soon, pace.UntilNext);
        pace.Look();
        time.Advance(TimeSpan.FromMilliseconds(since));
        Assert.Equal(TimeSpan.FromMilliseconds(expected), pace.UntilNext);
    }
}
