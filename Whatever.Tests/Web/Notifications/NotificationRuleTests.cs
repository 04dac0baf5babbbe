using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;

namespace Whatever.Tests.Web.Notifications;

public sealed class NotificationRuleTests
{
    private const int Weekdays = 0b011_1110;

    /// <summary>2024-07-09 is a Tuesday; Seoul is nine hours ahead. A night belongs to the day on which it began.</summary>
    [Theory]
    [InlineData("08:00", "18:00", NotificationRule.EveryDay, "2024-07-08T23:00Z", true)]
    [InlineData("08:00:00", "18:00:00", NotificationRule.EveryDay, "2024-07-08T22:59Z", false)]
    [InlineData("08:00", "18:00", NotificationRule.EveryDay, "2024-07-09T09:00Z", false)]
    [InlineData("08:00", "18:00", Weekdays, "2024-07-13T03:00Z", false)]
    [InlineData("00:00", "00:00", Weekdays, "2024-07-12T14:59Z", true)]
    [InlineData("00:00", "00:00", Weekdays, "2024-07-12T15:00Z", false)]
    [InlineData("22:00", "06:00", Weekdays, "2024-07-12T14:00Z", true)]
    [InlineData("22:00", "06:00", Weekdays, "2024-07-12T20:59Z", true)]
    [InlineData("22:00", "06:00", Weekdays, "2024-07-12T21:00Z", false)]
    [InlineData("22:00", "06:00", Weekdays, "2024-07-13T14:00Z", false)]
    [InlineData("22:00", "06:00", Weekdays, "2024-07-14T18:00Z", false)]
    public void CountsAt_HoursAndDays_AreThoseOfTheZone(string from, string to, int days, string at, bool expected)
    {
        var rule = new NotificationRule
        {
            Name = "a",
            Contacts = "1",
            TimeZone = "Asia/Seoul",
            FromMinute = NotificationRules.MinuteOf(from)!.Value,
            ToMinute = NotificationRules.MinuteOf(to)!.Value,
            Days = days,
        };
        Assert.Equal(expected, rule.CountsAt(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(null, null, 3, 9, true)]
    [InlineData("3,7", null, 3, 9, true)]
    [InlineData("7", null, 3, 9, false)]
    [InlineData("7", "9", 3, 9, true)]
    [InlineData("7", null, null, null, true)]
    public void Concerns_Sensors_AreThoseThatAreNamedOrEvery(string? sensors, string? stations, int? sensor, int? station, bool expected) =>
        Assert.Equal(
            expected,
            new NotificationRule { Name = "a", Contacts = "1", TimeZone = "UTC", Sensors = sensors, Stations = stations }
                .Concerns(sensor, station));

    [Theory]
    [InlineData("kim@example.org", true)]
    [InlineData("kim@localhost", true)]
    [InlineData("kim", false)]
    [InlineData("kim@", false)]
    [InlineData("Kim <kim@example.org>", false)]
    [InlineData("kim@example.org, lee@example.org", false)]
    [InlineData("kim@example.org\r\nBcc: lee@example.org", false)]
    public void IsAddress_OneAddressAlone_IsTaken(string text, bool expected) => Assert.Equal(expected, NotificationRules.IsAddress(text));

    [Theory]
    [InlineData("https://example.org/hook?token=a", true)]
    [InlineData("http://10.0.0.5:8080/a", true)]
    [InlineData("ftp://example.org", false)]
    [InlineData("https://kim:secret@example.org/", false)]
    [InlineData("http://169.254.169.254/latest/meta-data", false)]
    [InlineData("http://[fe80::1]/", false)]
    [InlineData("http://[::ffff:169.254.169.254]/", false)]
    [InlineData("http://0.0.0.0/", false)]
    public void IsWebhook_AddressOfTheMachinesOwnCloud_IsRefused(string text, bool expected) =>
        Assert.Equal(expected, NotificationRules.IsWebhook(text));

    [Fact]
    public async Task Save_WhatIsNoContactOrRule_SaysWhatIsWrongAndStoresNothing()
    {
        await using var station = await TestStation.StartAsync();
        var editor = station.Get<NotificationEditor>();
        Assert.Equal(
            ["notify.name", "notify.no-channel", "value.unexpected"],
            (await editor.SaveAsync(new ContactDraft { Language = "fr" }, TestStation.Cancellation)).Select(problem => problem.Code));
        Assert.Equal(
            [
                "notify.name", "notify.no-contact", "notify.hour", "notify.no-day", "notify.zone", "value.out-of-range",
                "notify.escalation",
            ],
            (await editor.SaveAsync(
                new RuleDraft { From = "25:00", Days = 0, TimeZone = "Mars", GroupMinutes = 61, EscalateMinutes = 5 },
                TestStation.Cancellation)).Select(problem => problem.Code));
        Assert.Empty(await station.Get<NotificationQueries>().ContactsAsync(TestStation.Cancellation));
        Assert.Empty(await station.Get<NotificationQueries>().RulesAsync(TestStation.Cancellation));
    }

    [Fact]
    public async Task RemoveContact_ThatARuleNames_IsRefused()
    {
        await using var station = await TestStation.StartAsync();
        var kim = await station.AddContactAsync("Kim", "kim@example.org");
        await station.AddRuleAsync(NotificationSetup.Rule(kim));
        var editor = station.Get<NotificationEditor>();
        Assert.Equal(
            "The contact is named by the rule all; take it out there first.",
            ProblemTexts.English((await editor.RemoveContactAsync(kim, TestStation.Cancellation))!));
        var rule = Assert.Single(await station.Get<NotificationQueries>().RulesAsync(TestStation.Cancellation));
        Assert.Null(await editor.RemoveRuleAsync(rule.Id, TestStation.Cancellation));
        Assert.Null(await editor.RemoveContactAsync(kim, TestStation.Cancellation));
    }

    /// <summary>It would go in the clear, or to a server that somebody has just typed in.</summary>
    [Fact]
    public async Task SaveMail_Password_GoesEncryptedToItsOwnServerAlone()
    {
        await using var station = await TestStation.StartAsync();
        var editor = station.Get<MailEditor>();
        var draft = new MailDraft
        {
            Host = "mail.example.org",
            User = "kim",
            NewPassword = "a word",
            From = "station@example.org",
            Security = MailSecurity.None,
        };
        Assert.Equal(["notify.mail-clear"], await CodesAsync(draft));
        Assert.Empty(await CodesAsync(draft with { Security = MailSecurity.Tls }));
        var stored = await editor.CurrentAsync(TestStation.Cancellation);
        Assert.DoesNotContain("a word", stored.ProtectedPassword, StringComparison.Ordinal);
        Assert.Empty(await CodesAsync(draft with { Security = MailSecurity.Tls, NewPassword = null, Port = 465 }));
        Assert.Equal(
            ["notify.mail-password"],
            await CodesAsync(draft with { Security = MailSecurity.Tls, NewPassword = null, Host = "other.example" }));

        async Task<IEnumerable<string>> CodesAsync(MailDraft asked) =>
            (await editor.SaveAsync(asked, TestStation.Cancellation)).Select(problem => problem.Code);
    }
}
