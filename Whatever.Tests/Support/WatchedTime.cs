using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Whatever.Tests.Support;

/// <summary>A time that the test sets, and that says when somebody waits for it.</summary>
internal sealed class WatchedTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits that are shorter are of no interest to the test.</summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Ends when somebody has begun to wait for longer than <see cref="Shortest"/>.</summary>
    public async Task SomebodyWaitsAsync() => await waits.Reader.ReadAsync(TestStation.Cancellation);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > Shortest)
        {
            waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }
}
