using Microsoft.Extensions.Time.Testing;

namespace Whatever.Tests.Support;

/// <summary>A machine's clock that somebody sets, while the monotonic one goes on as ever.</summary>
internal sealed class LeapingTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    /// <summary>How far the clock is from the right time.</summary>
    public TimeSpan Off { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Off;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
