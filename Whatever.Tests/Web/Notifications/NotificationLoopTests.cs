using Microsoft.Extensions.Logging.Abstractions;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;
using Whatever.Web.Storage;
using static Whatever.Tests.Support.AlarmSetup;
using static Whatever.Tests.Support.NotificationSetup;

namespace Whatever.Tests.Web.Notifications;

public sealed class NotificationLoopTests
{
    private static readonly int Now = StationClock.MinuteOf(TestStation.Noon);

    /// <summary>With the alarm itself, and again when the time of the escalation has come; nobody asks in between.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Loop_AlarmAndTime_WakeIt()
    {
        await using var server = new SmtpFake();
        var time = new WatchedTime(TestStation.Noon) { Shortest = TimeSpan.FromSeconds(30) };
        await using var station = await TestStation.StartAsync(
            change: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions
                .AddSingleton<TimeProvider>(services, time));
        var sensor = await station.AddSensorAsync();
        await station.FirstLookAsync();
        await station.UseMailAsync(server);
        var (kim, chief) = (await station.AddContactAsync("a", "a@example.org"), await station.AddContactAsync("b", "b@example.org"));
        await station.AddRuleAsync(Rule(kim) with { EscalateMinutes = 5, EscalationIds = [chief] });
        using var loop = new NotificationLoop(
            station.Get<NotificationPlanner>(), station.Get<NotificationOutbox>(), station.Get<ChangeFeed>(), time,
            NullLogger<NotificationLoop>.Instance);
        await loop.StartAsync(TestContext.Current.CancellationToken);
        await time.SomebodyWaitsAsync();
        await station.ApplyAsync(sensor.Key, Opened(Now));
        station.Get<ChangeFeed>().Publish(ChangeKind.Alarms, sensor.Key);
        await UntilAsync(() => server.Letters.Count == 1);
        Assert.Equal("a@example.org", server.Letters[0].To);
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            return server.Letters.Count == 2;
        });
        Assert.Equal("b@example.org", server.Letters[1].To);
        await loop.StopAsync(TestStation.Cancellation);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
