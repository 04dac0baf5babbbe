using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;

namespace Whatever.Tests.Support;

/// <summary>A station that tells somebody of alarms.</summary>
internal static class NotificationSetup
{
    /// <summary>The first look takes nothing up of what is there already.</summary>
    public static Task FirstLookAsync(this TestStation station) => station.Get<NotificationPlanner>().PlanAsync(TestStation.Cancellation);

    public static async Task<int> AddContactAsync(
        this TestStation station, string name, string? email = null, string? url = null, string? secret = null, string language = "en")
    {
        Assert.Empty(await station.Get<NotificationEditor>().SaveAsync(
            new ContactDraft { Name = name, Email = email, WebhookUrl = url, NewSecret = secret, Language = language },
            TestStation.Cancellation));
        return (await station.Get<NotificationQueries>().ContactsAsync(TestStation.Cancellation)).Single(row => row.Name == name).Id;
    }

    public static RuleDraft Rule(params int[] contacts) => new()
    {
        Name = "all",
        TimeZone = "Asia/Seoul",
        FromStage = OutlierStage.Interest,
        GroupMinutes = 0,
        ContactIds = contacts,
    };

    public static async Task AddRuleAsync(this TestStation station, RuleDraft rule) =>
        Assert.Empty(await station.Get<NotificationEditor>().SaveAsync(rule, TestStation.Cancellation));

    public static async Task UseMailAsync(this TestStation station, SmtpFake server, MailSecurity security = MailSecurity.None) =>
        Assert.Empty(await station.Get<MailEditor>().SaveAsync(
            new MailDraft { Host = "127.0.0.1", Port = server.Port, Security = security, From = "station@example.org" },
            TestStation.Cancellation));

    /// <summary>What the loop does when it wakes.</summary>
    /// <returns>How many messages were sent.</returns>
    public static async Task<int> NotifyAsync(this TestStation station)
    {
        await station.Get<NotificationPlanner>().PlanAsync(TestStation.Cancellation);
        return await station.Get<NotificationOutbox>().SendDueAsync(TestStation.Cancellation);
    }

    public static async Task<List<Notification>> NotificationsAsync(this TestStation station)
    {
        await using var db = await station.OpenAsync();
        return await db.Notifications.AsNoTracking().Include(row => row.Alarms).OrderBy(row => row.Id)
            .ToListAsync(TestStation.Cancellation);
    }
}
