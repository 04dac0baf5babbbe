using Coravel;
using Coravel.Scheduling.Schedule.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Whatever.Tests.Support;
using Whatever.Web.Scheduling;

namespace Whatever.Tests.Web.Scheduling;

public sealed class MinuteTicksTests
{
    [Fact]
    public async Task Tick_ClockLeapsAYear_IsOneAMinuteAndMakesUpForNothing()
    {
        var (ticks, ticked) = (0, new SemaphoreSlim(0));
        await using var services = new ServiceCollection().AddLogging().AddScheduler().BuildServiceProvider();
        services.UseScheduler(scheduler => scheduler.Schedule(() =>
        {
            Interlocked.Increment(ref ticks);
            ticked.Release();
        }).EveryMinute());
        var time = new WatchedTime(TestStation.Noon.AddSeconds(20));
        using var lifetime = new Started();
        using var minutes = new MinuteTicks(
            services.GetRequiredService<IScheduler>(), lifetime.Inner, time, NullLogger<MinuteTicks>.Instance);
        await minutes.StartAsync(TestStation.Cancellation);
        lifetime.Inner.NotifyStarted();
        foreach (var leap in new[] { TimeSpan.Zero, TimeSpan.FromDays(365), TimeSpan.FromHours(-1) })
        {
            await time.Waited.WaitAsync(TestStation.Cancellation);
            time.Leap += leap;
            time.Advance(TimeSpan.FromMinutes(1));
            await ticked.WaitAsync(TestStation.Cancellation);
        }

        await time.Waited.WaitAsync(TestStation.Cancellation);
        await minutes.StopAsync(TestStation.Cancellation);
        Assert.Equal(3, ticks);
    }

    [Fact]
    public void Scheduling_OfTheStation_HasNoOtherHost()
    {
        var services = new ServiceCollection().AddScheduling();
        Assert.DoesNotContain(services, service => service.ImplementationType?.Name == "SchedulerHost");
    }

    /// <summary>Says when somebody waits.</summary>
    private sealed class WatchedTime(DateTimeOffset now) : FakeTimeProvider(now)
    {
        public SemaphoreSlim Waited { get; } = new(0);
        public TimeSpan Leap { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Leap;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Waited.Release();
            return timer;
        }
    }

    private sealed class Started : IDisposable
    {
        public ApplicationLifetime Inner { get; } = new(NullLogger<ApplicationLifetime>.Instance);

        public void Dispose() => Inner.StopApplication();
    }
}
