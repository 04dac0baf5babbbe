using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web.Delivery;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

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
        await page["next-RebuildCriteria"].GetByText("History").ClickAsync();

        // Other tests build criteria of this station, too, and the last run may be one of theirs: the history has them all.
        await Assertions.Expect(page["job-RebuildCriteria"]).ToContainTextAsync("criteria rebuilt");
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
        var editor = station.Get<TargetEditor>();
        Assert.Equal(target.Url, (await editor.CurrentAsync(Cancellation)).Url);

        await page["url"].FillAsync("");
        var saved = new TaskCompletionSource();

        // Other tests change settings of this station, too: of those that come, the one is waited for that took the address away.
        using var subscription = station.Get<ChangeFeed>().SubscribeApart(
            change => change.Kind == ChangeKind.Settings,
            async () =>
            {
                if ((await editor.CurrentAsync(Cancellation)).Url is null)
                {
                    saved.TrySetResult();
                }
            });
        await page["save-target"].ClickAsync();
        await saved.Task.WaitAsync(Cancellation);
        Assert.Null((await editor.CurrentAsync(Cancellation)).Url);
    }

    [Fact]
    public async Task Sensor_Added_CanBeChosenAndIsShownAsText()
    {
        await using var page = await station.OpenAsync("/stations");
        await page["sensor-id"].FillAsync("sensor 1/2");
        await page["save-sensor"].ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Sensor id is \"sensor 1/2\", expected 1 to 64 ASCII letters")).ToBeVisibleAsync();
        await page["sensor-id"].FillAsync("page_02");
        await page["station-name"].FillAsync("<b>정읍-장명</b>");
        await page["water-price"].FillAsync("1,5");

        // It is said while the field still has the focus, so that no line moves the button under a click that leaves it.
        var refusal = page.Page.GetByText("Found \"1,5\", expected a number such as 12.5 or 1e3.");
        await Assertions.Expect(refusal).ToBeVisibleAsync();
        await page["save-sensor"].ClickAsync();
        await Assertions.Expect(page["sensor-problem"]).ToHaveTextAsync("Price of water: expected a number.");
        Assert.DoesNotContain(await station.Get<StationQueries>().ListAsync(Cancellation), sensor => sensor.Id == "page_02");
        await page["water-price"].FillAsync("812.5");
        await Assertions.Expect(refusal).ToHaveCountAsync(0);
        await page["save-sensor"].ClickAsync();
        await Assertions.Expect(page["sensors"]).ToContainTextAsync("<b>정읍-장명</b>");
        var stored = (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(sensor => sensor.Id == "page_02");
        Assert.Equal((812.5, "KRW"), (stored.WaterPrice, stored.Currency));
        await page["sensor"].SelectOptionAsync("page_02");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sensor=page_02"));
    }

    [Fact]
    public async Task Stations_OnAPhone_HaveTheirLinksInSight()
    {
        await using var page = await station.OpenAsync(width: 390);
        Assert.Empty(await station.Get<StationEditor>().AddSensorAsync(new SensorDraft { Id = "nameless_01" }, cancellation: Cancellation));
        await page.GoAsync("/stations?sensor=nameless_01");
        var row = page["sensors"].Locator("tbody tr", new() { HasText = "nameless_01" });
        var edit = (await row.GetByText("Edit").BoundingBoxAsync())!;
        Assert.InRange(edit.X + edit.Width, 0, 390);
        await Assertions.Expect(page["sensor"].Locator("option:checked")).ToHaveTextAsync("nameless_01");

        // What belongs to the page stands in one line with the choice of the sensor, the counts below it.
        var (choice, theme, count) = (
            (await page["sensor"].BoundingBoxAsync())!, (await page["theme"].BoundingBoxAsync())!,
            (await page["alarm-count"].BoundingBoxAsync())!);
        Assert.InRange(theme.Y + (theme.Height / 2), choice.Y, choice.Y + choice.Height);
        Assert.True(count.Y >= choice.Y + choice.Height);
    }
}
