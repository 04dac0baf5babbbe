using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Health;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Health;

public sealed class HealthTests(GuardedStation guarded)
{
    [Fact]
    public async Task Healthz_WithoutAKey_SaysHowTheStationStandsAndNothingElse()
    {
        await guarded.ReadyAsync();
        using var client = guarded.Anybody();
        Assert.Equal(
            """{"status":"live","checks":null}""", await client.GetStringAsync(HealthRegistration.Live, TestStation.Cancellation));
        using var answer = await client.GetAsync(HealthRegistration.Ready, TestStation.Cancellation);
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestStation.Cancellation));
        Assert.Equal((HttpStatusCode.OK, "ready"), (answer.StatusCode, json.GetProperty("status").GetString()));
        Assert.Equal(
            ["database ok", "scheduler ok", "disk ok"],
            json.GetProperty("checks").EnumerateObject().Select(check => $"{check.Name} {check.Value.GetString()}"));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Scheduler_SilentForLongerThanThreeMinutes_IsNotReadyUntilItTicks()
    {
        var time = new FakeTimeProvider(TestStation.Noon);
        var pulse = new SchedulerPulse(time);
        var check = new SchedulerCheck(pulse);
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(null!, TestStation.Cancellation)).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(null!, TestStation.Cancellation)).Status);
        pulse.Beat();
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(null!, TestStation.Cancellation)).Status);
    }

    [Fact]
    public async Task Tick_OfTheScheduler_IsAPulse()
    {
        await using var station = await TestStation.StartAsync();
        Assert.True(station.Get<SchedulerPulse>().IsAlive);
        station.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(station.Get<SchedulerPulse>().IsAlive);
        await station.Get<Whatever.Web.Scheduling.SchedulerTick>().Invoke();
        Assert.True(station.Get<SchedulerPulse>().IsAlive);
    }

    /// <summary>Somebody who writes does not make it unready, and is not waited for.</summary>
    [Fact]
    public async Task Database_BusyOrDestroyed_IsGoodOrNot()
    {
        await using var station = await TestStation.StartAsync();
        var probe = station.Get<DatabaseProbe>();
        await using (var writer = new SqliteConnection($"Data Source={station.Folder.Database};Pooling=False"))
        {
            writer.Open();
            await using var transaction = writer.BeginTransaction();
            Assert.True(await probe.IsGoodAsync(TestStation.Cancellation));
        }

        SqliteConnection.ClearAllPools();
        foreach (var path in DatabaseFile.Beside(station.Folder.Database))
        {
            File.Delete(path);
        }

        await File.WriteAllTextAsync(station.Folder.Database, new string('x', 8192), TestStation.Cancellation);
        Assert.True(await probe.IsGoodAsync(TestStation.Cancellation));
        station.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await probe.IsGoodAsync(TestStation.Cancellation));
    }

    [Fact]
    public void Watchdog_SchedulerStandsStill_KeepsSilent()
    {
        var time = new FakeTimeProvider(TestStation.Noon);
        var (pulse, notifier) = (new SchedulerPulse(time), new Notifier());
        using var watchdog = new Watchdog(pulse, time, null!);
        Assert.True(watchdog.PingOver(notifier));
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(watchdog.PingOver(notifier));
        pulse.Beat();
        Assert.True(watchdog.PingOver(notifier));
        Assert.Equal(2, notifier.Said);
    }

    [Theory]
    [InlineData("60000000", 30)]
    [InlineData("0", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void Watchdog_Interval_IsHalfOfWhatTheUnitAllows(string? microseconds, int? seconds) => Assert.Equal(
        seconds is { } known ? TimeSpan.FromSeconds(known) : null, Watchdog.ReadPeriod(microseconds));

    private sealed class Notifier : ISystemdNotifier
    {
        public int Said { get; private set; }

        public bool IsEnabled => true;

        public void Notify(ServiceState state) => Said++;
    }
}
