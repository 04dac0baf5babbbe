using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Delivery;

/// <summary>A server that asks to be left alone is: for all sensors, both kinds, and also when a person clicks.</summary>
public sealed class RetryAfterTests
{
    [Fact]
    public async Task Run_ServerAsksForTwentySeconds_NoTryIsMadeBeforeTheyArePast()
    {
        await using var station = await TestStation.StartAsync();
        var tries = 0;
        await using var server = await ServerAsync(context =>
        {
            context.Response.StatusCode = ++tries <= 2 ? 429 : 200;
            context.Response.Headers.RetryAfter = tries <= 2 ? "20" : "";
        });
        Assert.Empty(
            await station.Get<TargetEditor>().SaveAsync(new TargetDraft { Url = server.Urls.Single() }, TestStation.Cancellation));
        await QueueAsync(station, "sensor_01", "sensor_02");

        Assert.Equal((0, 2, 1), await RunAsync(station, () => tries));
        await station.Get<DeliveryControl>().SendNowAsync(TestStation.Cancellation);
        station.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal((0, 2, 1), await RunAsync(station, () => tries));
        station.Time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal((0, 2, 2), await RunAsync(station, () => tries));
        station.Time.Advance(TimeSpan.FromSeconds(20.1));
        Assert.Equal((2, 0, 4), await RunAsync(station, () => tries));
    }

    [Fact]
    public async Task Save_TargetSetAnew_IsTriedAtOnce()
    {
        await using var station = await TestStation.StartAsync();
        var tries = 0;
        await using var server = await ServerAsync(context =>
        {
            context.Response.StatusCode = ++tries == 1 ? 503 : 200;
            context.Response.Headers.RetryAfter = "600";
        });
        var draft = new TargetDraft { Url = server.Urls.Single() };
        Assert.Empty(await station.Get<TargetEditor>().SaveAsync(draft, TestStation.Cancellation));
        await QueueAsync(station, "sensor_01");
        Assert.Equal((0, 1, 1), await RunAsync(station, () => tries));
        Assert.Equal((0, 1, 1), await RunAsync(station, () => tries));
        Assert.Empty(await station.Get<TargetEditor>().SaveAsync(draft, TestStation.Cancellation));
        Assert.Equal((1, 0, 2), await RunAsync(station, () => tries));
    }

    private static async Task<(int Received, int Left, int Tries)> RunAsync(TestStation station, Func<int> tries)
    {
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal(result.Left > 0, result.PausedUntil is not null);
        return (result.Received, result.Left, tries());
    }

    private static async Task QueueAsync(TestStation station, params string[] sensors)
    {
        await using var db = await station.OpenAsync();
        db.Deliveries.AddRange(sensors.Select(sensor => new OutboundDelivery
        {
            Kind = DeliveryKind.Alert,
            SensorId = sensor,
            IdempotencyKey = $"alert/{sensor}/1",
            Payload = "{}"u8.ToArray(),
            Sha256 = OutboundDelivery.DigestOf("{}"u8),
            CreatedAt = station.Time.GetUtcNow(),
            ReleasedAt = station.Time.GetUtcNow(),
        }));
        await db.SaveChangesAsync(TestStation.Cancellation);
    }

    private static async Task<WebApplication> ServerAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context =>
        {
            answer(context);
            return Task.CompletedTask;
        });
        await app.StartAsync(TestStation.Cancellation);
        return app;
    }
}
