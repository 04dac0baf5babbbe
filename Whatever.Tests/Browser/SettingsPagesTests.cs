using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Detection;
using Whatever.Web.Stations;

namespace Whatever.Tests.Browser;

public sealed class SettingsPagesTests(BrowserStation station)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_Changed_CountsAtOnce()
    {
        await using var page = await station.OpenAsync("/schedules");
        await page["cron-PurgeOldData"].FillAsync("61 * * * *");
        await page["save-PurgeOldData"].ClickAsync();
        await Assertions.Expect(page["job-PurgeOldData"]).ToContainTextAsync("The schedule is \"61 * * * *\", expected five cron fields");
        await page["cron-PurgeOldData"].FillAsync("15 23 * * *");
        await page["save-PurgeOldData"].ClickAsync();
        await Assertions.Expect(page["next-PurgeOldData"]).ToContainTextAsync("23:15:00");
    }

    [Fact]
    public async Task Job_RunNow_LeavesAResult()
    {
        await using var page = await station.OpenAsync("/schedules");
        await page["run-RebuildCriteria"].ClickAsync();
        await Assertions.Expect(page["next-RebuildCriteria"]).ToContainTextAsync("criteria rebuilt");
    }

    [Fact]
    public async Task Target_Changed_TestArrivesThereAndWhatWaitsFollows()
    {
        await using var target = await FlakyTarget.StartAsync();
        await using var page = await station.OpenAsync("/target");
        await page["url"].FillAsync("not an address");
        await page["save-target"].ClickAsync();
        await Assertions.Expect(page.Page.Locator("main")).ToContainTextAsync("Target is \"not an address\", expected an address such as");

        await page["url"].FillAsync(target.Url);
        await page["send-test"].ClickAsync();
        await Assertions.Expect(page["test-result"]).ToContainTextAsync("The server acknowledged the test");
        await Assertions.Expect(page["test-result"]).ToContainTextAsync($"POST {target.Url}/alerts");
        Assert.Equal("/alerts", target.Received.First(message => message.Key.StartsWith("test/", StringComparison.Ordinal)).Path);
        await page["save-target"].ClickAsync();
        await Assertions.Expect(page.Page.GetByText("What waits is sent there now.")).ToBeVisibleAsync();
        Assert.Equal(target.Url, (await station.Get<TargetEditor>().CurrentAsync(Cancellation)).Url);

        await page["url"].FillAsync("");
        await page["save-target"].ClickAsync();
        for (var tries = 0; tries < 100 && (await station.Get<TargetEditor>().CurrentAsync(Cancellation)).Url is not null; tries++)
        {
            await page.Page.WaitForTimeoutAsync(100);
        }

        Assert.Null((await station.Get<TargetEditor>().CurrentAsync(Cancellation)).Url);
    }

    [Fact]
    public async Task Sensor_Added_CanBeChosenAndIsShownAsText()
    {
        await using var page = await station.OpenAsync("/stations");
        await page["sensor-id"].FillAsync("sensor 1/2");
        await page["save-sensor"].ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Sensor id is \"sensor 1/2\", expected 1 to 64 letters")).ToBeVisibleAsync();
        await page["sensor-id"].FillAsync("page_02");
        await page["station-name"].FillAsync("<b>정읍-장명</b>");
        await page["water-price"].FillAsync("812.5");
        await page["save-sensor"].ClickAsync();
        await Assertions.Expect(page["sensors"]).ToContainTextAsync("<b>정읍-장명</b>");
        var stored = (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(sensor => sensor.Id == "page_02");
        Assert.Equal((812.5, "KRW"), (stored.WaterPrice, stored.Currency));
        await page["sensor"].SelectOptionAsync("page_02");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sensor=page_02"));
    }
}
