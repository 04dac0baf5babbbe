using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Delivery;

/// <summary>A server that says so gets several alerts of a sensor in one body.</summary>
public sealed class DeliveryBatchTests
{
    private readonly ConcurrentQueue<(string Path, List<string> Keys)> asked = new();

    [Fact]
    public async Task Run_ServerOffers_GetsASensorsAlertsTogetherInTheirOrder()
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await OfferingAsync("20", keys => keys.Select(key => Entry(key, 201)));
        await station.SetTargetAsync(server.Urls.Single(), 2);
        await station.QueueAsync(DeliveryKind.Alert, 2, 50);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((100, 0, null), (result.Received, result.Left, result.Problem));
        Assert.Equal(("/alerts", 1), (asked.First().Path, asked.First().Keys.Count));
        Assert.All(asked.Skip(1), request => Assert.Single(request.Keys.Select(key => key.Split('/')[1]).Distinct()));
        Assert.Equal(20, asked.Max(request => request.Keys.Count));
        Assert.Equal(7, asked.Count);
        foreach (var sensor in asked.SelectMany(request => request.Keys).GroupBy(key => key.Split('/')[1]))
        {
            Assert.Equal(Enumerable.Range(0, 50), sensor.Select(key => int.Parse(key.Split('/')[2], null)));
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("many")]
    [InlineData(null)]
    public async Task Run_NoOffer_SendsOneByOne(string? offer)
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await OfferingAsync(offer, keys => keys.Select(key => Entry(key, 201)));
        await station.SetTargetAsync(server.Urls.Single(), 2);
        await station.QueueAsync(DeliveryKind.Alert, 1, 5);
        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal(Enumerable.Repeat("/alerts", 5), asked.Select(request => request.Path));
    }

    [Fact]
    public async Task Run_OneOfThemIsRefused_TheOthersHaveTheirReceipt()
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await OfferingAsync(
            "50", keys => keys.Select(key => Entry(key, key.EndsWith("/3", StringComparison.Ordinal) ? 422 : 201)));
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 1, 6);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((5, 1, 1), (result.Received, result.Refused, result.Left));
        var refused = await station.QueryAsync(db => db.Deliveries.AsNoTracking()
            .SingleAsync(delivery => delivery.State == DeliveryState.Refused, TestStation.Cancellation));
        Assert.Equal(("Alert/s0/3", 1), (refused.IdempotencyKey, refused.Refusals));
        Assert.EndsWith("answered 422: \"because\".", refused.LastError!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OneHasToWait_ItAndThoseBehindItWait()
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await OfferingAsync(
            "50", keys => keys.TakeWhile((_, place) => place == 0 || !keys[place - 1].EndsWith("/3", StringComparison.Ordinal))
                .Select(key => Entry(key, key.EndsWith("/3", StringComparison.Ordinal) ? 503 : 201)));
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 1, 6);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((3, 0, 3), (result.Received, result.Refused, result.Left));
        Assert.EndsWith("answered 503: \"because\".", result.Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal(50, station.Get<BatchOffers>().Together(server.Urls.Single(), DeliveryKind.Alert));

        // It may be the one that the server stumbles over: alone it holds up nobody else's list.
        station.Time.Advance(Backoff.Longest);
        Assert.Equal(3, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation)).Received);
        Assert.Equal(["/alerts", "/alerts/batch", "/alerts", "/alerts/batch"], asked.Select(request => request.Path));
    }

    [Fact]
    public async Task Run_ServerTookWhatIsBehindOneThatWaits_GetsNoMoreLists()
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await OfferingAsync(
            "50", keys => keys.Select(key => Entry(key, key.EndsWith("/3", StringComparison.Ordinal) ? 503 : 201)));
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 1, 6);
        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal(1, station.Get<BatchOffers>().Together(server.Urls.Single(), DeliveryKind.Alert));
    }

    [Fact]
    public async Task Run_OneIsNotNamed_ItHasNoReceiptAndGoesAlone()
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await OfferingAsync(
            "50", keys => keys.Select(key => key.EndsWith("/3", StringComparison.Ordinal) ? new { status = "201" } : Entry(key, 201)));
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 1, 6);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((6, 0), (result.Received, result.Left));
        Assert.Equal(["Alert/s0/3", "Alert/s0/4", "Alert/s0/5"], asked.Skip(2).Select(request => request.Keys.Single()));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[{\"idempotency_key\":7,\"status\":201}]")]
    public async Task Run_AnswerThatIsNoList_IsNoReceiptAndEachGoesAlone(string answer)
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await ServerAsync("50", (context, _) => context.Response.WriteAsync(answer));
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 1, 6);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((6, 0), (result.Received, result.Left));
        Assert.Equal(7, asked.Count);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(202)]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(504)]
    public async Task Run_OffersAndThenDoesNotTakeThem_SendsOneByOneForAnHour(int status)
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await ServerAsync("50", (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 1, 6);
        Assert.Equal(6, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation)).Received);
        Assert.Single(asked, request => request.Path == "/alerts/batch");
        station.Time.Advance(TimeSpan.FromMinutes(61));
        await station.QueueAsync(DeliveryKind.Alarm, 1, 3);
        Assert.Equal(3, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alarm, TestStation.Cancellation)).Received);
        Assert.Equal(2, asked.Count(request => request.Path == "/alerts/batch"));
    }

    [Fact]
    public async Task Run_ListsBreakOff_TakesThemOneByOneAndTheOtherSensorsToo()
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await ServerAsync("50", (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 3, 40);
        var result = await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        Assert.Equal((120, 0), (result.Received, result.Left));
        Assert.Single(asked, request => request.Path == "/alerts/batch");
    }

    [Fact]
    public async Task Run_ServerGoesAwayInTheMiddle_GetsListsAgainWhenItIsBack()
    {
        await using var station = await TestStation.StartAsync();
        var isAway = true;
        await using var server = await DeliverySteps.ServerAsync(context =>
        {
            if (isAway && asked.Count > 1)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return AnswerAsync(
                context, "50", (answered, keys) => answered.Response.WriteAsJsonAsync(keys.Select(key => Entry(key, 201))));
        });
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 3, 40);
        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        isAway = false;
        station.Time.Advance(Backoff.Longest);
        Assert.Equal(0, (await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation)).Left);
        Assert.True(asked.Count < 10, "The server was away, and not unable to take lists.");
    }

    [Fact]
    public async Task Next_ManyLongOnes_StaysBelowWhatWasPromised()
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await OfferingAsync("500", keys => keys.Select(key => Entry(key, 201)));
        await station.SetTargetAsync(server.Urls.Single(), 1);
        await station.QueueAsync(DeliveryKind.Alert, 1, 1);
        await station.Get<DeliveryPass>().RunAsync(DeliveryKind.Alert, TestStation.Cancellation);
        var waiting = Enumerable.Range(0, 500).Select(number => new OutboundDelivery
        {
            Kind = DeliveryKind.Alarm,
            SensorId = "s0",
            IdempotencyKey = $"alarm/s0/{number}",
            Payload = System.Text.Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', 600)}\"}}"),
            Sha256 = "",
        }).ToList();
        var next = station.Get<BatchOffers>().Next(waiting, 0, server.Urls.Single());
        var body = await BatchBody.Of(next).ReadAsByteArrayAsync(TestStation.Cancellation);
        Assert.InRange(body.Length, 200_000, 262_144);
        waiting[1].Attempts = 1;
        Assert.Single(station.Get<BatchOffers>().Next(waiting, 0, server.Urls.Single()));
        Assert.Single(station.Get<BatchOffers>().Next(waiting, 1, server.Urls.Single()));
        waiting[2].Kind = DeliveryKind.Forecast;
        Assert.Equal(1, station.Get<BatchOffers>().Together(server.Urls.Single(), DeliveryKind.Forecast));
    }

    private static object Entry(string key, int status) => new { idempotency_key = key, status, detail = status == 201 ? "" : "because" };

    private Task<WebApplication> OfferingAsync(string? offer, Func<List<string>, IEnumerable<object>> answer) =>
        ServerAsync(offer, (context, keys) => context.Response.WriteAsJsonAsync(answer(keys), context.RequestAborted));

    private Task<WebApplication> ServerAsync(string? offer, Func<HttpContext, List<string>, Task> batch) =>
        DeliverySteps.ServerAsync(context => AnswerAsync(context, offer, batch));

    private async Task AnswerAsync(HttpContext context, string? offer, Func<HttpContext, List<string>, Task> batch)
    {
        if (context.Request.Path != "/alerts/batch")
        {
            asked.Enqueue((context.Request.Path, [context.Request.Headers["Idempotency-Key"].ToString()]));
            if (offer is not null)
            {
                context.Response.Headers["Whatever-Batch"] = offer;
            }

            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        var keys = body.RootElement.EnumerateArray().Select(one => one.GetProperty("idempotency_key").GetString()!).ToList();
        asked.Enqueue((context.Request.Path, keys));
        await batch(context, keys);
    }
}
