using Microsoft.Extensions.Logging.Abstractions;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class ChangeFeedTests
{
    private readonly ChangeFeed feed = new(NullLogger<ChangeFeed>.Instance);
    private readonly List<Change> heard = [];

    [Fact]
    public void Publish_Subscribed_IsHeardUntilDisposed()
    {
        using (feed.Subscribe(heard.Add))
        {
            feed.Publish(ChangeKind.Readings, 7);
        }

        feed.Publish(ChangeKind.Readings, 8);
        Assert.Equal([new Change(ChangeKind.Readings, 7)], heard);
    }

    [Fact]
    public void Publish_ListenerThatFails_DoesNotStopTheOthers()
    {
        using var bad = feed.Subscribe(_ => throw new InvalidOperationException());
        using var good = feed.Subscribe(heard.Add);
        feed.Publish(ChangeKind.Jobs);
        Assert.Single(heard);
    }

    [Fact]
    public void Dispose_OneOfTwoSubscriptionsOfOneListener_KeepsTheOther()
    {
        using var first = feed.Subscribe(heard.Add);
        feed.Subscribe(heard.Add).Dispose();
        feed.Publish(ChangeKind.Models);
        Assert.Single(heard);
    }

    [Fact]
    public void Subscribe_WhilePublishing_DoesNotBreakTheRound()
    {
        using var first = feed.Subscribe(_ => feed.Subscribe(heard.Add));
        feed.Publish(ChangeKind.Models);
        feed.Publish(ChangeKind.Models);
        Assert.Single(heard);
    }
}
