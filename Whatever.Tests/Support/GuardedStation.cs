using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Security;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

[assembly: AssemblyFixture(typeof(GuardedStation))]

namespace Whatever.Tests.Support;

/// <summary>A station with people, so that everything asks for a sign-in or a key; started with the first test that asks.</summary>
public sealed partial class GuardedStation : IAsyncLifetime
{
    public const string Password = "four plain words here";
    private readonly TestFolder folder = new();
    private readonly Lazy<Task> started;
    private readonly ConcurrentDictionary<PersonRole, Lazy<Task<(HttpClient Client, string Cookie)>>> sessions = new();
    private WebApplication? app;

    public GuardedStation() => started = new Lazy<Task>(StartAsync);

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public static string NameOf(PersonRole role) => $"the {role}";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task ReadyAsync() => started.Value;

    /// <summary>The same browser for every test that asks for the role; it follows no redirect.</summary>
    public async Task<HttpClient> SessionAsync(PersonRole role) => (await SignedInAsync(role)).Client;

    /// <summary>What such a browser sends along.</summary>
    public async Task<string> CookieAsync(PersonRole role) => (await SignedInAsync(role)).Cookie;

    private async Task<(HttpClient Client, string Cookie)> SignedInAsync(PersonRole role)
    {
        await started.Value;
        return await sessions.GetOrAdd(role, wanted => new(async () =>
        {
            // Its cookie is its own, whatever it is answered: a test that signs out must not sign the others out.
            var (_, answer) = await TrySignInAsync(NameOf(wanted), Password);
            var cookie = string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]));
            var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
            client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
            client.DefaultRequestHeaders.Add("Cookie", cookie);
            return (client, cookie);
        })).Value;
    }

    /// <summary>A new key of these scopes.</summary>
    public async Task<HttpClient> KeyAsync(KeyScopes scopes, string? sensor = null)
    {
        await started.Value;
        var (problem, secret) = await Services.GetRequiredService<ApiKeys>().AddAsync(
            new ApiKeyDraft { Name = $"{scopes} {sensor}", Scopes = scopes, SensorId = sensor }, "test", TestStation.Cancellation);
        Assert.Null(problem);
        var client = Anybody();
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return client;
    }

    public HttpClient Anybody() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>Types name and password into the page, as a person does.</summary>
    public async Task<HttpClient> SignInAsync(string name, string password)
    {
        var (client, answer) = await TrySignInAsync(name, password);
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        return client;
    }

    public async Task<(HttpClient Client, HttpResponseMessage Answer)> TrySignInAsync(string name, string password, string back = "/")
    {
        var client = Anybody();
        client.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        return (client, await PostFormAsync(
            client, $"/sign-in?returnUrl={Uri.EscapeDataString(back)}", "sign-in",
            new() { ["Form.Name"] = name, ["Form.Password"] = password }));
    }

    /// <summary>Sends a form of a page with what the page has hidden in it.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(
        HttpClient client, string path, string form, Dictionary<string, string> fields)
    {
        var page = await client.GetStringAsync(path, TestStation.Cancellation);
        fields["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value);
        fields["_handler"] = form;
        return await client.PostAsync(path, new FormUrlEncodedContent(fields), TestStation.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        folder.Dispose();
    }

    private async Task StartAsync()
    {
        app = StationHost.Build(new DataFolder(folder.Path), Listening.Parse("http://127.0.0.1:0"));
        await app.Services.PrepareStationAsync(withDemo: false);
        await app.StartAsync();
        Address = new Uri(await app.RememberAddressAsync());
        foreach (var id in new[] { "sensor_01", "sensor_02" })
        {
            Assert.Empty(await Services.GetRequiredService<StationEditor>().AddSensorAsync(new SensorDraft { Id = id }));
        }

        foreach (var role in Enum.GetValues<PersonRole>())
        {
            await AddPersonAsync(NameOf(role), role);
        }
    }

    /// <summary>Somebody who has chosen their own password by now.</summary>
    public async Task AddPersonAsync(string name, PersonRole role)
    {
        const string first = "four words of another";
        var editor = Services.GetRequiredService<PeopleEditor>();
        Assert.Null((await editor.AddAsync(name, role, first)).Problem);
        var people = await Services.GetRequiredService<PeopleQueries>().ListAsync();
        Assert.Null(await editor.ChangePasswordAsync(people.Single(person => person.Name == name).Id, first, Password));
    }

    public async Task<StationDbContext> OpenAsync()
    {
        await started.Value;
        return await Services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(TestStation.Cancellation);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
