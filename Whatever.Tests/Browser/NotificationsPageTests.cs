using Microsoft.Playwright;
using Whatever.Tests.Support;
using Whatever.Web.Notifications;

namespace Whatever.Tests.Browser;

public sealed class NotificationsPageTests(BrowserStation station)
{
    [Fact]
    public async Task ContactAndRule_TypedIn_AreStoredAndTheTestSaysWhatBecameOfIt()
    {
        await using var target = await FlakyTarget.StartAsync();
        await using var page = await station.OpenAsync("/notifications");
        await page["contact-name"].FillAsync("Duty");
        await page["save-contact"].ClickAsync();
        await Assertions.Expect(page["contact-problem"]).ToHaveTextAsync("A contact needs an e-mail address or a webhook.");
        await page["contact-url"].FillAsync($"{target.Url}/hook");
        await page["save-contact"].ClickAsync();
        await Assertions.Expect(page["contacts"]).ToContainTextAsync("127.0.0.1");
        var contact = Assert.Single(await station.Get<NotificationQueries>().ContactsAsync(TestStation.Cancellation));

        await page[$"test-{contact.Id}"].ClickAsync();
        await Assertions.Expect(page["contact-test"]).ToHaveTextAsync("The test for Duty was taken.");
        Assert.Equal("/hook", Assert.Single(target.Received).Path);

        await page["rule-name"].FillAsync("Nights");
        await page["rule-stage"].SelectOptionAsync("4");
        await page["rule-from"].FillAsync("22:00");
        await page["rule-to"].FillAsync("06:00");
        await page["rule-day-0"].UncheckAsync();
        await page["rule-escalate"].FillAsync("0");
        await page[$"rule-contact-{contact.Id}"].CheckAsync();
        await page["save-rule"].ClickAsync();
        await Assertions.Expect(page["rule-problem"].First).ToBeVisibleAsync();
        await page["rule-escalate"].FillAsync("");
        await page["save-rule"].ClickAsync();
        await Assertions.Expect(page["rules"]).ToContainTextAsync("22:00–06:00");
        var rule = Assert.Single(await station.Get<NotificationQueries>().RulesAsync(TestStation.Cancellation));
        Assert.Equal((1320, 360, 0b111_1110, "Asia/Seoul"), (rule.FromMinute, rule.ToMinute, rule.Days, rule.TimeZone));

        await page[$"remove-rule-{rule.Id}"].ClickAsync();
        await Assertions.Expect(page[$"remove-rule-{rule.Id}"]).ToHaveTextAsync("Delete Nights");
        await page[$"remove-rule-{rule.Id}"].ClickAsync();
        await Assertions.Expect(page[$"rule-{rule.Id}"]).ToHaveCountAsync(0);
        await page[$"remove-contact-{contact.Id}"].ClickAsync();
        await Assertions.Expect(page[$"remove-contact-{contact.Id}"]).ToHaveTextAsync("Delete Duty");
        await page[$"remove-contact-{contact.Id}"].ClickAsync();
        await Assertions.Expect(page[$"contact-{contact.Id}"]).ToHaveCountAsync(0);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task MailServer_Tested_SaysInASentenceWhatFailed()
    {
        await using var page = await station.OpenAsync("/notifications");
        var port = Broker.FreePort();
        await page["mail-host"].FillAsync("127.0.0.1");
        await page["mail-port"].FillAsync($"{port}");
        await page["mail-from"].FillAsync("station@example.org");
        await page["test-mail"].ClickAsync();
        await Assertions.Expect(page["mail-test"]).ToHaveTextAsync($"Nothing listens at 127.0.0.1:{port}.");
    }

    [Fact]
    public async Task Logs_ByText_ShowWhatTheStationSaid()
    {
        await using var page = await station.OpenAsync("/logs");
        await Assertions.Expect(page["log"]).ToContainTextAsync("days of simulated water");
        await page["log-text"].FillAsync("nobody said this");
        await page["log-look"].ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Nothing was said that fits.")).ToBeVisibleAsync();
    }
}
