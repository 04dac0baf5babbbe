using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.People;

/// <summary>A station behind a proxy that speaks HTTPS to the outside: what it says counts where it was named, and nowhere else.</summary>
public sealed class ProxyTests : IAsyncDisposable
{
    private const string Outside = "https://station.example";
    private const string Password = "four plain words here";
    private readonly TestFolder folder = new();
    private readonly HttpClient forwarding = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private WebApplication? station;
    private WebApplication? proxy;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in new[] { proxy, station }.OfType<WebApplication>())
        {
            await app.DisposeAsync();
        }

        forwarding.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task SignIn_ThroughANamedProxy_IsOverHttpsFromWhereTheBrowserIs()
    {
        using var browser = await StartAsync("127.0.0.1");
        using var answer = await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("whatever=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        var sessions = await station!.Services.GetRequiredService<Sessions>().ListAsync(1, TestStation.Cancellation);
        Assert.Equal("198.51.100.7", Assert.Single(sessions).Address);

        browser.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await OpenCircuitAsync(browser, Outside));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenCircuitAsync(browser, "http://station.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenCircuitAsync(browser, "https://other.example"));
    }

    [Fact]
    public async Task SignIn_ThroughAProxyThatWasNotNamed_IsOfAnotherSite()
    {
        using var browser = await StartAsync("203.0.113.9");
        using var answer = await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "10.0.0.9")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Via", "1.1 proxy")]
    public async Task OpenStation_ThroughAProxyOnTheMachine_IsNotOpen(string header, string value)
    {
        station = StationHost.Build(new DataFolder(folder.Path), Listening.Parse("http://127.0.0.1:0"));
        await station.Services.PrepareStationAsync(withDemo: false, TestStation.Cancellation);
        await station.StartAsync(TestStation.Cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(await station.RememberAddressAsync()) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/sensors", TestStation.Cancellation)).StatusCode);
        client.DefaultRequestHeaders.Add(header, value);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/sensors", TestStation.Cancellation)).StatusCode);

        // One that says nothing of itself speaks HTTP 1.0, as no browser does.
        client.DefaultRequestHeaders.Remove(header);
        using var old = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sensors") { Version = HttpVersion.Version10 };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(old, TestStation.Cancellation)).StatusCode);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser)
    {
        browser.DefaultRequestHeaders.Add("Origin", Outside);
        return await GuardedStation.PostFormAsync(
            browser, "/sign-in", "sign-in", new() { ["Form.Name"] = "Kim", ["Form.Password"] = Password });
    }

    private static async Task<HttpStatusCode> OpenCircuitAsync(HttpClient browser, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor");
        browser.DefaultRequestHeaders.Remove("Origin");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        using var answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestStation.Cancellation);
        return answer.StatusCode;
    }

    /// <returns>A browser that asks the proxy for the station.</returns>
    private async Task<HttpClient> StartAsync(string named)
    {
        station = StationHost.Build(
            new DataFolder(folder.Path), Listening.Parse("http://127.0.0.1:0", hostNames: "station.example", proxies: named));
        await station.Services.PrepareStationAsync(withDemo: false, TestStation.Cancellation);
        await station.StartAsync(TestStation.Cancellation);
        var behind = new Uri(await station.RememberAddressAsync());
        Assert.Null(await station.Services.GetRequiredService<PeopleEditor>().AddFirstAsync("Kim", Password, TestStation.Cancellation));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        proxy = builder.Build();
        proxy.Run(context => ForwardAsync(context, behind));
        await proxy.StartAsync(TestStation.Cancellation);
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(proxy.Urls.Single()) };
        client.DefaultRequestHeaders.Host = "station.example";
        return client;
    }

    private async Task ForwardAsync(HttpContext context, Uri behind)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Parse(context.Request.Method), new Uri(behind, context.Request.Path + context.Request.QueryString));
        if (context.Request.ContentType is { } type)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
        }

        foreach (var header in context.Request.Headers
            .Where(header => !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable());
        }

        // What a client says of itself is put behind what it really is, as proxies do.
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "127.0.0.1, 198.51.100.7");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        using var answer = await forwarding.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (answer.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            await using var opened = await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => !header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
