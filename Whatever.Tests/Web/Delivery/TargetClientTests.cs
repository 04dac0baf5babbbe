using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Delivery;

public sealed class TargetClientTests
{
    private static readonly byte[] Alert = Encoding.UTF8.GetBytes("{\"sensor_id\":\"sensor_01\"}");

    [Theory]
    [InlineData(200, typeof(SendResult.Received))]
    [InlineData(204, typeof(SendResult.Received))]
    [InlineData(299, typeof(SendResult.Received))]
    [InlineData(302, typeof(SendResult.Retryable))]
    [InlineData(400, typeof(SendResult.Refused))]
    [InlineData(401, typeof(SendResult.Retryable))]
    [InlineData(404, typeof(SendResult.Retryable))]
    [InlineData(408, typeof(SendResult.Retryable))]
    [InlineData(413, typeof(SendResult.Refused))]
    [InlineData(422, typeof(SendResult.Refused))]
    [InlineData(429, typeof(SendResult.Retryable))]
    [InlineData(500, typeof(SendResult.Retryable))]
    [InlineData(503, typeof(SendResult.Retryable))]
    public async Task Send_Status_DecidesWhetherToTryAgain(int status, Type expected)
    {
        await using var server = await ServerAsync(async context =>
        {
            context.Response.StatusCode = status;
            if (status is not 204)
            {
                await context.Response.WriteAsync("because of the weather", context.RequestAborted);
            }
        });
        var result = await SendAsync(server.Urls.Single());
        Assert.IsType(expected, result);
        if (result is SendResult.Retryable retryable)
        {
            Assert.Equal("delivery.answered-with", retryable.Reason.Code);
            Assert.Equal($"{server.Urls.Single()} answered {status}: \"because of the weather\".", retryable.Reason.ToString());
        }
    }

    [Theory]
    [InlineData(301, "http://other.example/v2/alerts", "http://other.example/v2/alerts")]
    [InlineData(308, "/v2/alerts?x=1", "{0}/v2/alerts?x=1")]
    public async Task Send_Redirect_IsNoReceiptAndNamesThePlace(int status, string location, string said)
    {
        var asked = new List<string>();
        await using var server = await ServerAsync(context =>
        {
            asked.Add($"{context.Request.Method} {context.Request.Path}");
            (context.Response.StatusCode, context.Response.Headers.Location) = (status, location);
            return Task.CompletedTask;
        });
        var url = server.Urls.Single();
        var result = Assert.IsType<SendResult.Retryable>(await SendAsync(url));
        Assert.StartsWith(
            $"{url} answered {status}, moved to {said.Replace("{0}", url, StringComparison.Ordinal)}. Nothing was sent there;",
            result.Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal(["POST /alerts"], asked);
    }

    [Theory]
    [InlineData(429, "20", 20)]
    [InlineData(503, "7", 7)]
    [InlineData(429, "999999", 3600)]
    [InlineData(503, "date", 40)]
    [InlineData(503, "Wed, 21 Oct 2015 07:28:00 GMT", null)]
    [InlineData(503, "soon", null)]
    public async Task Send_RetryAfter_IsTakenInSecondsAndAsATimeAndCapped(int status, string header, int? seconds)
    {
        await using var station = await TestStation.StartAsync();
        await using var server = await ServerAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = header == "date"
                ? station.Time.GetUtcNow().AddSeconds(40).ToString("R", System.Globalization.CultureInfo.InvariantCulture)
                : header;
            return Task.CompletedTask;
        });
        var result = Assert.IsType<SendResult.Retryable>(await SendAsync(server.Urls.Single(), station));
        Assert.Equal(seconds is null, result.Pause is null);
        Assert.InRange((result.Pause ?? default).TotalSeconds, (seconds ?? 0) - 1, seconds ?? 0);
    }

    [Fact]
    public async Task Send_ServerThatHangs_EndsAtTheTimeout()
    {
        await using var target = await FlakyTarget.StartAsync(_ => Behaviour.Hang);
        var result = Assert.IsType<SendResult.Retryable>(await SendAsync(target.Url));
        Assert.Equal($"{target.Url} did not answer within 1 s.", result.Reason.ToString());
    }

    [Fact]
    public async Task Send_ConnectionBrokenOff_CanBeTriedAgain()
    {
        await using var target = await FlakyTarget.StartAsync(_ => Behaviour.BreakOff);
        Assert.IsType<SendResult.Retryable>(await SendAsync(target.Url));
    }

    [Fact]
    public async Task Send_NobodyListens_SaysSo()
    {
        string url;
        await using (var target = await FlakyTarget.StartAsync())
        {
            url = target.Url;
        }

        var result = Assert.IsType<SendResult.Retryable>(await SendAsync(url));
        Assert.Equal($"{url} could not be reached: nothing listens there.", result.Reason.ToString());
    }

    [Fact]
    public async Task Send_EndlessAnswer_IsReadOnlyInPart()
    {
        await using var server = await ServerAsync(async context =>
        {
            var block = new byte[1 << 16];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        });
        Assert.IsType<SendResult.Received>(await SendAsync(server.Urls.Single()));
    }

    private static async Task<SendResult> SendAsync(string url)
    {
        await using var station = await TestStation.StartAsync();
        return await SendAsync(url, station);
    }

    private static async Task<SendResult> SendAsync(string url, TestStation station)
    {
        var delivery = new OutboundDelivery
        {
            Kind = DeliveryKind.Alert,
            SensorId = "sensor_01",
            IdempotencyKey = "alert/1",
            Payload = Alert,
            Sha256 = OutboundDelivery.DigestOf(Alert),
        };
        var endpoint = new Whatever.Web.Delivery.Endpoint(url, PayloadFormat.Csv, null, TimeSpan.FromSeconds(1));
        return await station.Get<TargetClient>().SendAsync(delivery, endpoint, TestStation.Cancellation);
    }

    private static async Task<WebApplication> ServerAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync(TestStation.Cancellation);
        return app;
    }
}
