using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Whatever.Tests.Browser;

public sealed class EveryPageTests(BrowserStation station)
{
    private static readonly string[] Paths =
    [
        "/", "/alarms", "/forecasts", "/outliers", "/judgements", "/deliveries", "/data", "/devices", "/schedules", "/target", "/models",
        "/stations", "/figures", "/notifications", "/backups", "/logs", "/access", "/audit",
    ];

    /// <summary>WCAG 2.2 to level AA, and what is good practice beside it.</summary>
    private static readonly AxeRunOptions Accessible = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    private const string CutOffLabels =
        "[...document.querySelectorAll('.fields .mud-input-label')].filter(label => label.scrollWidth > label.clientWidth).map(label => "
            + "label.textContent)";

    private const string IsActiveLinkInView =
        "() => { const link = document.querySelector('.top nav a.active')?.getBoundingClientRect(); "
            + "return link && link.left >= 0 && link.right <= innerWidth; }";

    public static TheoryData<string, int, bool> Views => new()
    {
        { "en", 1440, false }, { "ko", 390, true },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Pages_InEveryView_AreShownWithoutProblemsAndFitTheScreen(string language, int width, bool dark)
    {
        await using var page = await station.OpenAsync("/?sensor=sensor_01", language, width, dark);
        foreach (var path in Paths)
        {
            await page.GoAsync($"{path}?sensor=sensor_01");
            await page.Page.Locator("main.page h1").First.WaitForAsync();
            Assert.Equal(language, await page.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.True(
                await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                $"{path} is wider than {width} px");
            Assert.Empty(await page.Page.EvaluateAsync<string[]>(CutOffLabels));

            var axe = await page.Page.RunAxe(Accessible);
            Assert.Empty(axe.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{path}: {rule.Id}: {node.Html}")));

            // The bar moves there by itself; where it does not, this waits in vain and names the path.
            await page.Page.UntilAsync($"({IsActiveLinkInView})()", path);
        }

        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Language_Switched_StaysOnThePage()
    {
        await using var page = await station.OpenAsync("/models");
        await page["language"].ClickAsync();
        await page.Page.Locator("h1", new() { HasText = "모델" }).WaitForAsync();
        Assert.EndsWith("/models", new Uri(page.Page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownPage_Opened_ShowsAWayBack()
    {
        await using var page = await station.OpenAsync("/nowhere");
        await page.Page.Locator("h1", new() { HasText = "There is no such page" }).WaitForAsync();
    }
}
