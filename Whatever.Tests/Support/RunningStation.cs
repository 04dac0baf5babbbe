using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Storage;

[assembly: AssemblyFixture(typeof(RunningStation))]

namespace Whatever.Tests.Support;

/// <summary>A station with its web server on a free port, started once for all tests; each test uses sensors of its own.</summary>
public sealed class RunningStation : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private WebApplication? app;
    private int sensors;

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public async ValueTask InitializeAsync()
    {
        app = StationHost.Build(new DataFolder(folder.Path), "http://127.0.0.1:0");
        await app.Services.PrepareStationAsync(withDemo: false);
        await app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(await app.RememberAddressAsync()) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app!.DisposeAsync();
        folder.Dispose();
    }

    public Task<StationDbContext> OpenAsync() =>
        Services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(TestStation.Cancellation);

    /// <summary>Adds a sensor that no other test uses.</summary>
    public async Task<string> AddSensorAsync()
    {
        var id = $"sensor_{Interlocked.Increment(ref sensors):00}";
        using var answer = await Client.PostAsJsonAsync("/api/v1/sensors", new { id }, TestStation.Cancellation);
        answer.EnsureSuccessStatusCode();
        return id;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(path, TestStation.Cancellation);
        Assert.True(
            answer.IsSuccessStatusCode,
            $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestStation.Cancellation)}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestStation.Cancellation);
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(
            method, path)
        { Content = body is null ? null : new StringContent(body, Encoding.UTF8, type) };
        using var answer = await Client.SendAsync(request, TestStation.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(TestStation.Cancellation);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>The answer has this status and is a problem document whose sentence contains <paramref name="expected"/>.</summary>
    public async Task AssertProblemAsync(
        int status, string expected, HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(
            method, path)
        { Content = body is null ? null : new StringContent(body, Encoding.UTF8, type) };
        using var answer = await Client.SendAsync(request, TestStation.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(TestStation.Cancellation);
        Assert.True(status == (int)answer.StatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(
            expected, problem.TryGetProperty("detail", out var detail) ? detail.GetString() : problem.GetProperty("title").GetString(),
            StringComparison.OrdinalIgnoreCase);
    }
}
