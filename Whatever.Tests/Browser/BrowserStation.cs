using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Whatever.Model.Series;
using Whatever.Tests.Browser;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Monitoring;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

[assembly: AssemblyFixture(typeof(BrowserStation))]

namespace Whatever.Tests.Browser;

/// <summary>
/// The demo station as a person meets it after the first start, and a browser to look at it; both start with the first test that asks.
/// </summary>
public sealed class BrowserStation : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly TestFolder folder = new();
    private readonly Lazy<Task> started;
    private WebApplication? app;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public BrowserStation() => started = new Lazy<Task>(StartAsync);

    public string Url { get; private set; } = "";

    public T Get<T>()
        where T : notnull => app!.Services.GetRequiredService<T>();

    /// <summary>Ends when the station answers.</summary>
    public Task StartedAsync() => started.Value;

    /// <summary>A page in a browser profile of its own.</summary>
    /// <param name="path">What is opened.</param>
    /// <param name="language">Of the browser.</param>
    /// <param name="width">Of the screen.</param>
    /// <param name="dark">How the screen likes it.</param>
    /// <param name="url">Of another station.</param>
    public async Task<StationPage> OpenAsync(
        string path = "/", string language = "en", int width = 1440, bool dark = false, string? url = null)
    {
        await started.Value;
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = url ?? Url,
            Locale = language == "ko" ? "ko-KR" : "en-US",
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var page = await context.NewPageAsync();
        var opened = new StationPage(context, page);
        await opened.GoAsync(path);
        return opened;
    }

    /// <summary>
    /// A sensor whose last reading is of today falls silent when its test is over: on a slow machine that would be an alarm among those of
    /// another test. With a day of patience it is none.
    /// </summary>
    public async Task HavePatienceAsync(string sensorId)
    {
        var sensor = (await Get<StationQueries>().ListAsync(TestStation.Cancellation)).Single(candidate => candidate.Id == sensorId);
        foreach (var quantity in QuantityNames.All)
        {
            var current = await Get<ThresholdEditor>().CurrentAsync(sensor.Key, quantity, TestStation.Cancellation);
            var patient = ThresholdEditor.DraftOf(current).With(settings => settings with { NoDataMinutes = 1440 });
            Assert.Empty(await Get<ThresholdEditor>().SaveAsync(patient with { Reason = "test", Who = "Kim" }, TestStation.Cancellation));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        folder.Dispose();
    }

    private async Task StartAsync()
    {
        app = StationHost.Build(new DataFolder(folder.Path), "http://127.0.0.1:0");
        await app.Services.PrepareStationAsync(withDemo: true);
        await app.StartAsync();
        Url = await app.RememberAddressAsync();

        // What is looked for appears within a second; a machine that runs everything else at once may take longer, and that is no fault of
        // the page.
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = ChromiumFinder.FindOrInstall(), Args = Arguments });
    }
}

/// <summary>A page of the dashboard and what its console said.</summary>
public sealed class StationPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> problems = new();

    public StationPage(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                problems.Enqueue(message.Text);
            }
        };
        page.PageError += (_, text) => problems.Enqueue(text);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the browser's console.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    public ILocator this[string testId] => Page.GetByTestId(testId);

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("main.page > *").First.WaitForAsync();
    }

    /// <summary>A file input listens a moment after it is shown; a person is never that quick.</summary>
    public Task WaitForFileInputAsync(string testId) =>
        Page.UntilAsync($"document.querySelector('[data-testid={testId}]')?._blazorInputFileNextFileId !== undefined", testId);

    public async Task<long> LastPointAsync() => long.TryParse(await this["chart"].GetAttributeAsync("data-last"), out var last) ? last : 0;

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
