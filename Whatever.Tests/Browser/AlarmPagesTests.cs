using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Tests.Browser;

public sealed class AlarmPagesTests(BrowserStation station)
{
    private const string FitsTheScreen = "document.documentElement.scrollWidth <= innerWidth";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Banner_AcknowledgedByANewPerson_AsksTheNameOnceAndSaysWhoHasIt()
    {
        await using var page = await station.OpenAsync();
        var alarm = await OpenAsync("alarm_01");
        await page.GoAsync("/?sensor=alarm_01");
        await Assertions.Expect(page["banner"]).ToContainTextAsync("looks like a burst");
        await Assertions.Expect(page["banner"]).ToContainTextAsync("Serious");
        await page["banner-acknowledge"].ClickAsync();
        await page["banner-name"].FillAsync("Kim");
        await page["banner-acknowledge"].ClickAsync();
        await Assertions.Expect(page["banner-taken"]).ToContainTextAsync("acknowledged by Kim at ");
        await Assertions.Expect(page["banner-acknowledge"]).ToHaveCountAsync(0);
        await Assertions.Expect(page[$"alarm-{alarm}"]).ToContainTextAsync("Acknowledged by Kim");
        var detail = await FindAsync(alarm);
        Assert.Equal((AlarmState.Acknowledged, "Kim"), (detail.Alarm.State, detail.Alarm.AcknowledgedBy));

        await page.GoAsync($"/alarms/{alarm}");
        await Assertions.Expect(page["who"]).ToHaveValueAsync("Kim");
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Banner_AlarmThatComesWhileThePageIsOpen_AppearsByItself()
    {
        await using var page = await station.OpenAsync();
        await AddSensorAsync("alarm_02");
        await page.GoAsync("/?sensor=alarm_02");
        await Assertions.Expect(page["banner"]).ToHaveCountAsync(0);
        await OpenAsync("alarm_02");
        await Assertions.Expect(page["banner"]).ToBeVisibleAsync();
        await Assertions.Expect(page["alarm-count"]).ToContainTextAsync("Serious");
    }

    [Fact]
    public async Task Shelf_ForFourHours_HasAnEndAndCanBeTakenBack()
    {
        await using var page = await station.OpenAsync();
        var alarm = await OpenAsync("alarm_03");
        await page.GoAsync($"/alarms/{alarm}");
        await page["shelve-4"].ClickAsync();
        await Assertions.Expect(page["alarm-problem"]).ToContainTextAsync("Say who you are");
        await page["who"].FillAsync("Lee");
        await page["note"].FillAsync("valve works on the main");
        await page["shelve-4"].ClickAsync();
        await Assertions.Expect(page["alarm-state"]).ToContainTextAsync("Shelved until ");
        await Assertions.Expect(page["log"]).ToContainTextAsync("valve works on the main");
        Assert.InRange(
            (await FindAsync(alarm)).Alarm.ShelvedUntil!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(230),
            TimeSpan.FromMinutes(240));
        await page["unshelve"].ClickAsync();
        await Assertions.Expect(page["alarm-state"]).ToHaveTextAsync("Raised");
    }

    /// <summary>A hand that trembles, or does not trust the first click.</summary>
    [Fact]
    public async Task Button_ClickedThreeTimes_DoesItOnce()
    {
        await using var page = await station.OpenAsync();
        var alarm = await OpenAsync("alarm_13");
        await page.GoAsync($"/alarms/{alarm}");
        await page["who"].FillAsync("Kim");
        (string Button, string Text)[] steps =
            [("comment", "pump 2 is off"), ("verdict-Real", ""), ("shelve-4", "valve works"), ("unshelve", ""), ("acknowledge", "")];
        foreach (var (index, (button, text)) in steps.Index())
        {
            await page["note"].FillAsync(text);
            // All three at once: on a busy machine the first would be done before the third came, which would be meant then.
            await page[button].EvaluateAsync("button => { button.click(); button.click(); button.click(); }");
            await Assertions.Expect(page["log"].Locator("tr")).ToHaveCountAsync(index + 2);
            await Assertions.Expect(page["comment"]).ToBeEnabledAsync();
        }

        await Assertions.Expect(page["alarm-state"]).ToContainTextAsync("Acknowledged");
        await Assertions.Expect(page["alarm-problem"]).ToHaveCountAsync(0);
        Assert.Equal(
            [AlarmEntryKind.Comment, AlarmEntryKind.Verdict, AlarmEntryKind.Shelved, AlarmEntryKind.Unshelved, AlarmEntryKind.Acknowledged],
            (await FindAsync(alarm)).Entries.Select(entry => entry.Kind).Where(kind => kind != AlarmEntryKind.Opened));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Verdict_OfAnAlarmThatIsOver_IsGivenAndChanged()
    {
        await using var page = await station.OpenAsync(language: "ko");
        var alarm = await OpenAsync("alarm_04", isOver: true);
        await page.GoAsync($"/alarms/{alarm}");
        await page["who"].FillAsync("김");
        await page["verdict-False"].ClickAsync();
        await Assertions.Expect(page["log"]).ToContainTextAsync("판정: 오경보");
        await page["verdict-Real"].ClickAsync();
        await Assertions.Expect(page["log"]).ToContainTextAsync("판정: 실제");
        await Assertions.Expect(page["verdict-Real"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page["acknowledge"]).ToHaveCountAsync(0);
        Assert.Equal(AlarmVerdict.Real, (await FindAsync(alarm)).Alarm.Verdict);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task List_FilteredInTheAddress_ShowsWhatIsWanted()
    {
        await using var page = await station.OpenAsync();
        var open = await OpenAsync("alarm_05");
        var over = await OpenAsync("alarm_05", AlarmCause.Stuck, isOver: true);
        await page.GoAsync("/alarms?sensor=alarm_05&only=1");
        await Assertions.Expect(page["alarms"].Locator("tbody tr")).ToHaveCountAsync(2);
        await page["filter-state"].SelectOptionAsync("Cleared");
        await Assertions.Expect(page[$"alarm-{open}"]).ToHaveCountAsync(0);
        await Assertions.Expect(page[$"alarm-{over}"]).ToContainTextAsync("Over");
        Assert.Contains("state=Cleared", page.Page.Url, StringComparison.Ordinal);
        await page["filter-cause"].SelectOptionAsync("Leak");
        await Assertions.Expect(page["no-alarms"]).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Figures_AfterVerdicts_ShowPrecisionWithItsBase()
    {
        await using var page = await station.OpenAsync();
        var alarm = await OpenAsync("alarm_06", AlarmCause.Leak, isOver: true);
        Assert.Null(await station.Get<AlarmEditor>().JudgeAsync(alarm, "Kim", AlarmVerdict.Real, cancellation: Cancellation));
        await page.GoAsync("/figures");
        await Assertions.Expect(page["precision"].Locator("tr", new() { HasText = "Night flow" })).ToContainTextAsync("100 % (1 of 1)");
        await Assertions.Expect(page["precision"].Locator("tr", new() { HasText = "Forecast" })).ToContainTextAsync("no verdicts yet");
        await Assertions.Expect(page["load"]).ToContainTextAsync("within");

        // Other tests of this station have alarms, too: ten of them are shown, the most frequent first.
        await Assertions.Expect(page["top"].Locator("tbody tr").First).ToContainTextAsync(new Regex(@"_\d\d[\s\S]*\d %"));
        await page["figures-days"].SelectOptionAsync("7");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex(@"/figures\?days=7$"));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Alarm_OpenedWithoutASensorInItsAddress_IsShownWithItsOwnInTheHeader()
    {
        await using var page = await station.OpenAsync();
        var alarm = await OpenAsync("alarm_07");
        await AddSensorAsync("alarm_31");
        await page.GoAsync($"/alarms/{alarm}?sensor=alarm_31");
        await Assertions.Expect(page["sensor"]).ToHaveValueAsync("alarm_07");
        await page.GoAsync($"/alarms/{alarm}");
        await Assertions.Expect(page["sensor"]).ToHaveValueAsync("alarm_07");
        await Assertions.Expect(page["numbers-of"]).ToContainTextAsync(new Regex(@"when it was raised, \d{4}-\d\d-\d\d \d\d:\d\d;"));

        // The page belongs to its alarm: another sensor is another list.
        await page["sensor"].SelectOptionAsync("alarm_31");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex(@"/alarms\?sensor=alarm_31&only=1$"));

        // Alarms of many sensors may be in it: they concern every one.
        await Assertions.Expect(page[$"alarm-{alarm}"]).ToHaveCountAsync(0);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Numbers_AfterItsStageRose_AreThoseOfThatMinute()
    {
        await using var page = await station.OpenAsync();
        var alarm = await OpenAsync("alarm_09", AlarmCause.Stuck, stage: OutlierStage.Caution, rises: true);
        await page.GoAsync($"/alarms/{alarm}?sensor=alarm_09");
        var risen = (await FindAsync(alarm)).Entries.Single(entry => entry.Kind == AlarmEntryKind.StageRose).Minute!.Value;
        await Assertions.Expect(page["numbers-of"]).ToContainTextAsync($"when its stage rose last, {await LocalAsync("alarm_09", risen)};");
    }

    [Fact]
    public async Task List_SensorWithNameAndStation_ShowsThemAndLeadsToBothPages()
    {
        await using var page = await station.OpenAsync(language: "ko", width: 390, dark: true);
        await station.Get<StationEditor>()
            .AddSensorAsync(
                new SensorDraft { Id = "alarm_10", Name = "Inlet of the north tank", StationName = "Hill reservoir" },
                cancellation: Cancellation);
        var alarm = await OpenAsync("alarm_10");
        await page.GoAsync("/alarms?sensor=alarm_10&only=1");
        await Assertions.Expect(page[$"alarm-{alarm}"]).ToContainTextAsync("alarm_10 · Inlet of the north tank");
        await Assertions.Expect(page[$"alarm-{alarm}"]).ToContainTextAsync("Hill reservoir");
        Assert.True(await page.Page.EvaluateAsync<bool>(FitsTheScreen));
        await page[$"live-of-{alarm}"].ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex(@"/\?sensor=alarm_10$"));
        await Assertions.Expect(page["source"]).ToBeAttachedAsync(); // The address changes ahead of the page.
        await page[$"alarm-{alarm}"].Locator("td.wrap a").First.ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex($@"/alarms/{alarm}\?sensor=alarm_10$"));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task Banner_SomeAlarmsShelved_CountsThemToo()
    {
        await using var page = await station.OpenAsync();
        var first = await OpenAsync("alarm_11");
        await OpenAsync("alarm_11", AlarmCause.Stuck);
        await OpenAsync("alarm_11", AlarmCause.Leak);
        Assert.Null(await station.Get<AlarmEditor>().ShelveAsync(first, "Kim", TimeSpan.FromHours(1), cancellation: Cancellation));
        await page.GoAsync("/?sensor=alarm_11");
        await Assertions.Expect(page["banner-counts"]).ToHaveTextAsync("2 open, 1 shelved");
        await Assertions.Expect(page["alarm-count"]).ToContainTextAsync(new Regex(@"\d+ shelved"));
        Assert.Null(await station.Get<AlarmEditor>().UnshelveAsync(first, "Kim", Cancellation));
        await Assertions.Expect(page["banner-counts"]).ToHaveTextAsync("3 open");
        await using var phone = await station.OpenAsync("/?sensor=alarm_11", "ko", 390, dark: true);
        await Assertions.Expect(phone["banner-counts"]).ToBeVisibleAsync();
        Assert.True(await phone.Page.EvaluateAsync<bool>(FitsTheScreen));
    }

    [Fact]
    public async Task Figures_OverTheBudget_AreMarkedWithAWord()
    {
        await using var page = await station.OpenAsync();
        await AddSensorAsync("alarm_12");
        var sensor = (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(row => row.Id == "alarm_12");
        var now = StationClock.MinuteOf(TimeProvider.System.GetUtcNow());
        await using (var db = await station.Get<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(Cancellation))
        {
            // Hours are counted back from now: in the middle of one.
            var first = now - 150;
            station.Get<IAlarmLog>().Apply(
                db, sensor.Key,
                [.. Enumerable.Range(0, 7).SelectMany(i => new[] { Over(first + i), Over(first + i).Closed(first + i + 1) })],
                TimeProvider.System.GetUtcNow());
        }

        await page.GoAsync("/figures?days=1");
        var busiest = page["load"].Locator("tr", new() { HasText = "Alarms an hour, most" });
        await Assertions.Expect(busiest).ToContainTextAsync("↑ over the budget of 6");
        await Assertions.Expect(busiest).ToHaveClassAsync("exceeds");
        await Assertions.Expect(
            page["load"].Locator("tr", new() { HasText = "Standing for more than 24 h" })).Not.ToHaveClassAsync("exceeds");

        static AlarmChange Over(int minute) => AlarmSetup.Opened(minute, AlarmCause.Spike);
    }

    [Fact]
    public async Task AlarmLine_WhereAThresholdIs_LiesOnTopAndIsThicker()
    {
        await using var page = await station.OpenAsync("/outliers?sensor=sensor_01");
        var (line, handle) = (
            page["thresholds-FlowRate"].Locator(".alarm-line").First, page["thresholds-FlowRate"].Locator(".handle-3 > i"));
        await Assertions.Expect(line).ToHaveCSSAsync("border-left-style", "dashed");
        await Assertions.Expect(line).ToHaveCSSAsync("border-left-width", "4px");
        await Assertions.Expect(line).ToHaveCSSAsync("z-index", "1");
        await Assertions.Expect(handle).ToHaveCSSAsync("width", "2px");
    }

    [Fact]
    public async Task UnknownAlarm_Opened_ShowsAWayBack()
    {
        await using var page = await station.OpenAsync("/alarms/987654321");
        await Assertions.Expect(page.Page.GetByText("There is no such alarm")).ToBeVisibleAsync();
    }

    private async Task<AlarmDetail> FindAsync(long id) => (await station.Get<AlarmQueries>().FindAsync(id, Cancellation))!;

    private async Task<Sensor> AddSensorAsync(string id)
    {
        await station.Get<StationEditor>()
            .AddSensorAsync(new SensorDraft { Id = id, StationName = "Alarm test" }, cancellation: Cancellation);
        return (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(sensor => sensor.Id == id);
    }

    private async Task<string> LocalAsync(string id, int minute) =>
        (await station.Get<StationQueries>().ListAsync(Cancellation)).Single(sensor => sensor.Id == id).Clock.ToLocal(minute)
            .ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<long> OpenAsync(
        string id, AlarmCause cause = AlarmCause.Burst, bool isOver = false, OutlierStage stage = OutlierStage.Serious, bool rises = false)
    {
        await station.StartedAsync();
        var sensor = await AddSensorAsync(id);
        var now = TimeProvider.System.GetUtcNow();
        var opened = AlarmSetup.Opened(StationClock.MinuteOf(now) - 15, cause, stage, quantity: null);
        await using var db = await station.Get<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(Cancellation);
        station.Get<IAlarmLog>()
            .Apply(
                db, sensor.Key,
                isOver
                    ? [opened, opened.Closed(opened.Minute + 10)]
                    : rises ? [opened, opened.Rose(opened.Minute + 7, OutlierStage.Alert)]
                    : [opened],
                now);
        station.Get<ChangeFeed>().Publish(ChangeKind.Alarms, sensor.Key);
        return (await db.Alarms.SingleAsync(alarm => alarm.SensorKey == sensor.Key && alarm.Cause == cause, Cancellation)).Id;
    }
}
