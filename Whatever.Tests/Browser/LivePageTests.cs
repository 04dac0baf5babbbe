using System.Net.Http.Json;
using Microsoft.Playwright;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

public sealed class LivePageTests(BrowserStation station)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_FirstVisit_ShowsReadingsForecastAndOutliersWithoutAClick()
    {
        await using var page = await station.OpenAsync("/?sensor=sensor_01&range=30d");
        await Assertions.Expect(page["chart"].Locator(".apexcharts-legend-text", new() { HasText = "Forecast" })).ToHaveCountAsync(2);
        await Assertions.Expect(page["outliers"].Locator("tbody tr").First).ToBeVisibleAsync();
        await Assertions.Expect(page["source"]).ToContainTextAsync("Demo: simulated water");
        Assert.True(
            int.Parse(
                await page["chart"].GetAttributeAsync("data-points") ?? "0", System.Globalization.CultureInfo.InvariantCulture) >= 14 * 24);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Live_ChartHasNoRoomAtFirst_IsDrawnOnceItHas()
    {
        await using var page = await station.OpenAsync("/models");
        await page.Page.AddInitScriptAsync(
            "document.addEventListener('DOMContentLoaded', () => document.head.insertAdjacentHTML('beforeend', '<style "
                + "id=\"narrow\">.time-chart { display: none }</style>'))");
        await page.GoAsync("/?sensor=sensor_01&range=30d");
        await Assertions.Expect(page["outliers"].Locator("tbody tr").First).ToBeVisibleAsync();
        await page.Page.UntilAsync(
            "performance.getEntriesByType('resource').some(entry => entry.name.includes('apexcharts.esm'))", "the chart is loaded");
        await page.Page.EvaluateAsync("document.getElementById('narrow').remove()");
        await Assertions.Expect(page["chart"].Locator(".apexcharts-legend-text", new() { HasText = "Forecast" })).ToHaveCountAsync(2);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Live_ReadingIsStored_AppearsWithoutReload()
    {
        await using var page = await station.OpenAsync();
        await station.Get<StationEditor>()
            .AddSensorAsync(new SensorDraft { Id = "live_01", StationName = "Live test" }, cancellation: Cancellation);
        await station.HavePatienceAsync("live_01");
        await page.GoAsync("/?sensor=live_01&range=1h");
        await page.Page.EvaluateAsync("window.notReloaded = true");

        // A minute apart, however slow the machine is: with more between them the line would have a gap.
        var time = TimeProvider.System.GetUtcNow().AddMinutes(-2);
        await PushAsync(time, 111.5);
        await Assertions.Expect(page["card-FlowRate"]).ToContainTextAsync("111.5");
        await Assertions.Expect(page["chart"]).ToHaveAttributeAsync("data-points", "1");
        var first = await page.LastPointAsync();
        await PushAsync(time.AddMinutes(1), 222.5);
        await Assertions.Expect(page["card-FlowRate"]).ToContainTextAsync("222.5");
        await Assertions.Expect(page["chart"]).ToHaveAttributeAsync("data-points", "2");
        Assert.True(await page.LastPointAsync() > first);
        Assert.True(await page.Page.EvaluateAsync<bool>("window.notReloaded === true"));
    }

    [Fact]
    public async Task Live_KoreanPageIsUpdated_StaysKorean()
    {
        await using var page = await station.OpenAsync(language: "ko");
        await station.Get<StationEditor>()
            .AddSensorAsync(new SensorDraft { Id = "live_02", StationName = "Live test" }, cancellation: Cancellation);
        await station.HavePatienceAsync("live_02");
        await page.GoAsync("/?sensor=live_02");
        await Assertions.Expect(page["card-FlowRate"]).ToContainTextAsync("아직 실측이 없습니다");
        await PushAsync(TimeProvider.System.GetUtcNow(), 333.5, "live_02");
        await Assertions.Expect(page["card-FlowRate"]).ToContainTextAsync("333.5");
        await Assertions.Expect(page["card-FlowRate"]).ToContainTextAsync("순시유량");
    }

    [Fact]
    public async Task Range_Chosen_StandsInTheAddressAndOutlivesAnotherPage()
    {
        await using var page = await station.OpenAsync();
        await page["range-7d"].ClickAsync();
        await Assertions.Expect(page["range-7d"]).ToHaveClassAsync("active");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("range=7d"));
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await Assertions.Expect(page["model-flow_rate"]).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Live", Exact = true }).ClickAsync();
        await Assertions.Expect(page["range-7d"]).ToHaveClassAsync("active");
    }

    private async Task PushAsync(DateTimeOffset time, double flowRate, string sensor = "live_01")
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(
            $"{station.Url}/api/v1/sensors/{sensor}/readings",
            new[] { new { time = time.ToString("O", System.Globalization.CultureInfo.InvariantCulture), flow_rate = flowRate } },
            Cancellation);
        answer.EnsureSuccessStatusCode();
    }
}
