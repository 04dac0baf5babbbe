using Microsoft.Playwright;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Browser;

public sealed class ThresholdPageTests(BrowserStation station)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_MovedByKeyboard_ChangesTheSentenceAndKeepsItsOrder()
    {
        await using var page = await station.OpenAsync("/outliers?sensor=sensor_01");

        // Its script says it, and listens from then on.
        await Assertions.Expect(page["handle-FlowRate-1"]).ToHaveAttributeAsync("aria-valuetext", "90 %");
        var before = await page["preview-FlowRate"].InnerTextAsync();
        await page["handle-FlowRate-1"].FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page["handle-FlowRate-1"]).ToHaveAttributeAsync("aria-valuenow", "89.9");
        await page.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        await Assertions.Expect(page["threshold-FlowRate-1"]).ToHaveValueAsync("88.9");
        await Assertions.Expect(page["preview-FlowRate"]).Not.ToHaveTextAsync(before);

        await page["handle-FlowRate-3"].FocusAsync();
        for (var presses = 0; presses < 5; presses++)
        {
            await page.Page.Keyboard.PressAsync("Shift+ArrowRight");
        }

        await Assertions.Expect(page["threshold-FlowRate-3"]).ToHaveValueAsync("98.9");
        await Assertions.Expect(page["threshold-FlowRate-4"]).ToHaveValueAsync("99");
        await page["discard-FlowRate"].ClickAsync();
        await Assertions.Expect(page["handle-FlowRate-1"]).ToHaveAttributeAsync("aria-valuenow", "90");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Handle_Dragged_IsWhereThePointerIs()
    {
        await using var page = await station.OpenAsync("/outliers?sensor=sensor_01");
        var grip = page["handle-Pressure-2"].Locator("span").First;
        await Assertions.Expect(grip).ToContainTextAsync("95");
        await grip.ScrollIntoViewIfNeededAsync();
        var box = (await grip.BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width / 2) - 400, box.Y + 60, new MouseMoveOptions { Steps = 8 });
        await page.Page.Mouse.UpAsync();
        await Assertions.Expect(page["threshold-Pressure-2"]).ToHaveValueAsync("90.1");
        await Assertions.Expect(page["preview-Pressure"]).ToContainTextAsync("(now: ");
    }

    [Fact]
    public async Task Settings_SavedWithReasonAndName_ShowTheDifferenceAndCanBeReverted()
    {
        await using var page = await station.OpenAsync("/outliers?sensor=sensor_01");
        await page["threshold-FlowRate-1"].FillAsync("80");
        await page["threshold-FlowRate-1"].BlurAsync();
        await page["on-delay-FlowRate"].FillAsync("20");
        await page["on-delay-FlowRate"].BlurAsync();
        await page["review-FlowRate"].ClickAsync();
        await Assertions.Expect(page["review-of-FlowRate"]).ToContainTextAsync("20 min");
        await Assertions.Expect(page["review-of-FlowRate"]).Not.ToContainTextAsync("on after");
        await page["save-FlowRate"].ClickAsync();
        await Assertions.Expect(page["thresholds-FlowRate"]).ToContainTextAsync("Say in a few words why");
        await page["reason-FlowRate"].FillAsync("quiet district");
        await page["who-FlowRate"].FillAsync("Kim");
        await page["save-FlowRate"].ClickAsync();
        await Assertions.Expect(page["changes-FlowRate"]).ToContainTextAsync("quiet district");
        var saved = await CurrentAsync("sensor_01");
        Assert.Equal((80, 20, "Kim"), (saved.Settings.Interest, saved.Settings.OnDelayMinutes, saved.ChangedBy));

        await page["revert-FlowRate-0"].ClickAsync();
        await Assertions.Expect(page["review-of-FlowRate"]).ToContainTextAsync("Back to version 0");
        await page["save-FlowRate"].ClickAsync();
        await Assertions.Expect(page["thresholds-FlowRate"]).ToContainTextAsync("Say in a few words why");
        await page["reason-FlowRate"].FillAsync("too quiet");
        await page["save-FlowRate"].ClickAsync();
        await Assertions.Expect(page["changes-FlowRate"]).ToContainTextAsync("Back to version 0: too quiet");
        var reverted = await CurrentAsync("sensor_01");
        Assert.Equal((90, 30, "Kim"), (reverted.Settings.Interest, reverted.Settings.OnDelayMinutes, reverted.ChangedBy));
    }

    [Fact]
    public async Task Threshold_AboveTheNextOne_SaysWhatIsWrongAndCannotBeSaved()
    {
        await using var page = await station.OpenAsync("/outliers?sensor=sensor_01");
        await page["threshold-Pressure-1"].FillAsync("96");
        await page["threshold-Pressure-1"].BlurAsync();
        await Assertions.Expect(page["thresholds-Pressure"])
            .ToContainTextAsync("The threshold of caution is 95, expected more than 96, the threshold of interest.");
        await Assertions.Expect(page["review-Pressure"]).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Number_TakenOut_IsMissedAndIsNotZero()
    {
        await using var page = await station.OpenAsync("/outliers?sensor=sensor_01");
        await Assertions.Expect(page["preview-FlowRate"]).ToBeVisibleAsync();
        await page["no-data-FlowRate"].FillAsync("");
        await page["no-data-FlowRate"].BlurAsync();
        await Assertions.Expect(page["thresholds-FlowRate"]).ToContainTextAsync("No data after, minutes: expected a number.");
        await Assertions.Expect(page["stale-FlowRate"]).ToContainTextAsync("the figures are those of the last valid values");
        await Assertions.Expect(page["review-FlowRate"]).ToBeDisabledAsync();
        await page["discard-FlowRate"].ClickAsync();
        await Assertions.Expect(page["no-data-FlowRate"]).ToHaveValueAsync("10");
        await Assertions.Expect(page["stale-FlowRate"]).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("night-use-FlowRate", "abc", "0")]
    [InlineData("on-delay-FlowRate", "1.5", "30")]
    [InlineData("range-to-FlowRate", "1.500,25", "")]
    public async Task Number_ThatIsNone_IsNamedAtItsFieldAndIsNoOtherNumber(string field, string typed, string before)
    {
        await using var page = await station.OpenAsync("/outliers?sensor=sensor_01");
        await FillAsync(page, field, typed);
        await Assertions.Expect(page["thresholds-FlowRate"]).ToContainTextAsync($"Found \"{typed}\", expected a");
        await Assertions.Expect(page["review-FlowRate"]).ToBeDisabledAsync();
        await Assertions.Expect(page[field]).ToHaveValueAsync(typed);
        await page["discard-FlowRate"].ClickAsync();
        await Assertions.Expect(page[field]).ToHaveValueAsync(before);
        await Assertions.Expect(page["thresholds-FlowRate"]).Not.ToContainTextAsync("Found \"");
    }

    [Fact]
    public async Task Settings_PutInForceWithThreeClicks_AreOneVersion()
    {
        await using var page = await station.OpenAsync();
        await AddSensorAsync("clicks_01");
        await page.GoAsync("/outliers?sensor=clicks_01");
        await FillAsync(page, "no-data-FlowRate", "25");
        await page["review-FlowRate"].ClickAsync();
        await page["reason-FlowRate"].FillAsync("slow line");
        await page["who-FlowRate"].FillAsync("Kim");
        await page["save-FlowRate"].EvaluateAsync("button => { button.click(); button.click(); button.click(); }");
        await Assertions.Expect(page["changes-FlowRate"]).ToContainTextAsync("slow line");

        // What is typed now comes after the clicks: once it is shown, they are dealt with.
        await FillAsync(page, "no-data-FlowRate", "26");
        await Assertions.Expect(page["review-FlowRate"]).ToBeEnabledAsync();
        Assert.Equal(1, (await CurrentAsync("clicks_01")).Version);
        await Assertions.Expect(page["threshold-problem-FlowRate"]).ToHaveCountAsync(0);
        Assert.Empty(page.Problems);
    }

    /// <summary>What one window saved is not taken back by another that changed something else.</summary>
    [Fact]
    public async Task Settings_ChangedInTwoWindows_AreBothKept()
    {
        await using var first = await station.OpenAsync();
        await AddSensorAsync("windows_01");
        await first.GoAsync("/outliers?sensor=windows_01");
        await using var second = await station.OpenAsync("/outliers?sensor=windows_01");
        await FillAsync(second, "night-use-FlowRate", "12.5");
        await Assertions.Expect(second["review-FlowRate"]).ToBeEnabledAsync();
        await FillAsync(first, "no-data-FlowRate", "25");
        await SaveAsync(first, "slow line", "Kim");
        await Assertions.Expect(second["changes-FlowRate"]).ToContainTextAsync("slow line");
        await SaveAsync(second, "a bakery", "Lee");
        await Assertions.Expect(second["thresholds-FlowRate"]).ToContainTextAsync("Kim saved version 1 meanwhile.");
        Assert.Equal(1, (await CurrentAsync("windows_01")).Version);
        await second["save-FlowRate"].ClickAsync();
        await Assertions.Expect(second["changes-FlowRate"]).ToContainTextAsync("a bakery");
        var both = await CurrentAsync("windows_01");
        Assert.Equal((2, 25, 12.5, "Lee"), (both.Version, both.Settings.NoDataMinutes, both.Settings.LegitimateNightUse, both.ChangedBy));
    }

    private static async Task FillAsync(StationPage page, string field, string text)
    {
        await page[field].FillAsync(text);
        await page[field].BlurAsync();
    }

    private static async Task SaveAsync(StationPage page, string reason, string who)
    {
        await page["review-FlowRate"].ClickAsync();
        await page["reason-FlowRate"].FillAsync(reason);
        await page["who-FlowRate"].FillAsync(who);
        await page["save-FlowRate"].ClickAsync();
    }

    [Fact]
    public async Task Context_Changed_BuildsTheCriteriaAnew()
    {
        await using var page = await station.OpenAsync();
        var sensor = await AddSensorAsync("context_01");
        await page.GoAsync("/outliers?sensor=context_01");
        await page["thresholds-FlowRate"].Locator("div.mud-select", new() { HasText = "Normal is" }).Last.ClickAsync();
        await page.Page.Locator(".mud-popover-open").GetByText("all hours alike").ClickAsync();
        await page["review-FlowRate"].ClickAsync();
        await page["reason-FlowRate"].FillAsync("a tank is filled at any hour");
        await page["who-FlowRate"].FillAsync("Kim");
        await page["save-FlowRate"].ClickAsync();
        await Assertions.Expect(page["building-FlowRate"]).ToContainTextAsync("is built and in force.");
        await Assertions.Expect(page["thresholds-FlowRate"]).ToContainTextAsync("Values in m³/h");
        await Assertions.Expect(page["criteria-in-force-FlowRate"]).ToContainTextAsync("all hours alike");
        Assert.Equal(
            CriteriaContext.AllHours,
            (await station.Get<CriteriaBuilder>().CurrentAsync(sensor.Key, Quantity.FlowRate, Cancellation))!.Context);
    }

    [Fact]
    public async Task Proposal_OfCriteria_IsShownAgainstTheOldOneAndApproved()
    {
        await using var page = await station.OpenAsync();
        var sensor = await AddSensorAsync("approval_01");
        await station.Get<StationSettings>().SetCriteriaNeedApprovalAsync(true, Cancellation);
        try
        {
            await page.GoAsync("/outliers?sensor=approval_01");
            await page["build-Pressure"].ClickAsync();
            await Assertions.Expect(page["proposal-Pressure"]).ToContainTextAsync("waits for a decision");
            await Assertions.Expect(page["proposal-minutes-Pressure"]).ToBeVisibleAsync();
            await Assertions.Expect(page["proposal-Pressure"].Locator("svg path.mean")).ToHaveCountAsync(2);
            await page["approve-Pressure"].ClickAsync();
            await Assertions.Expect(page["criteria-problem-Pressure"]).ToContainTextAsync("Say who you are");
            await page["criteria-who-Pressure"].FillAsync("Lee");
            await page["approve-Pressure"].ClickAsync();
            await Assertions.Expect(page["criteria-in-force-Pressure"]).ToContainTextAsync("decided by Lee");
            await Assertions.Expect(page["proposal-Pressure"]).ToHaveCountAsync(0);
            Assert.Equal(
                "Lee", (await station.Get<CriteriaBuilder>().CurrentAsync(sensor.Key, Quantity.Pressure, Cancellation))!.DecidedBy);
            Assert.Empty(page.Problems);
        }
        finally
        {
            await station.Get<StationSettings>().SetCriteriaNeedApprovalAsync(false, Cancellation);
        }
    }

    private async Task<ThresholdVersion> CurrentAsync(string id)
    {
        var sensor = (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(candidate => candidate.Id == id);
        return await station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, Cancellation);
    }

    /// <summary>A sensor with three days of water and criteria.</summary>
    private async Task<Sensor> AddSensorAsync(string id)
    {
        Assert.Empty(
            await station.Get<StationEditor>()
                .AddSensorAsync(new SensorDraft { Id = id, StationName = "Threshold test" }, cancellation: Cancellation));
        var sensor = (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(candidate => candidate.Id == id);
        var today = sensor.Clock.DayOf(TimeProvider.System.GetUtcNow());
        await station.Get<ReadingStore>()
            .StoreAsync(sensor.Key, SimulatedWater.Columns(sensor, today.AddDays(-3), 3), cancellation: Cancellation);
        foreach (var quantity in QuantityNames.All)
        {
            Assert.NotNull(await station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, quantity, Cancellation));
        }

        return sensor;
    }
}
