using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web;
using Whatever.Web.Storage;

namespace Whatever.Tests.Browser;

/// <summary>A page on a wall has nobody who reloads it.</summary>
public sealed class ConnectionTests(BrowserStation station)
{
    [Fact]
    public async Task Server_GoesAndComesBack_ThePageLivesAgainByItself()
    {
        using var folder = new TestFolder();
        var (first, url) = await StartAsync(folder, "http://127.0.0.1:0");
        await using var page = await station.OpenAsync("/alarms", "ko", url: url);
        await first.StopAsync(TestStation.Cancellation);
        await first.DisposeAsync();
        var banner = page.Page.Locator("#connection");
        await banner.WaitForAsync();
        Assert.Matches(@"^\d\d:\d\d:\d\d에 장비와의 연결이 끊겼습니다\.", await banner.InnerTextAsync());

        var (second, _) = await StartAsync(folder, url);
        await using var stopping = second;
        await banner.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.Page.Locator("h1", new() { HasText = "경보" }).WaitForAsync();
        await page["theme"].ClickAsync();
        await page.Page.Locator(".theme-dark").WaitForAsync();
        await second.StopAsync(TestStation.Cancellation);
    }

    [Fact]
    public async Task Open_BeforeTheStationAnswers_SaysSoInTheLanguageOfTheBrowser()
    {
        await using var page = await station.OpenAsync(language: "ko");
        await page.Page.RouteAsync("**/_framework/**", route => route.AbortAsync());
        await page.Page.ReloadAsync();
        await page.Page.Locator("#opening", new() { HasText = "Whatever를 여는 중" }).WaitForAsync();
    }

    /// <summary>Everything of the first page, as it goes over the wire.</summary>
    [Fact]
    public async Task FirstPage_OverTheWire_IsLight()
    {
        await using var page = await station.OpenAsync("/");
        await page["chart"].WaitForAsync();
        var bytes = await page.Page.EvaluateAsync<int>(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
                + ".reduce((sum, entry) => sum + entry.transferSize, 0)");
        TestContext.Current.SendDiagnosticMessage("first page: {0} bytes", bytes);
        Assert.InRange(bytes, 100_000, 300_000);
    }

    private static async Task<(WebApplication App, string Url)> StartAsync(TestFolder folder, string url)
    {
        var app = StationHost.Build(new DataFolder(folder.Path), url);
        await app.Services.PrepareStationAsync(withDemo: false);
        await app.StartAsync(TestStation.Cancellation);
        return (app, await app.RememberAddressAsync());
    }
}
