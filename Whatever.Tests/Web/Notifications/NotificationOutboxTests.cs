using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Whatever.Model.Outliers;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;
using static Whatever.Tests.Support.AlarmSetup;
using static Whatever.Tests.Support.NotificationSetup;

namespace Whatever.Tests.Web.Notifications;

public sealed class NotificationOutboxTests
{
    private const string Secret = "a long secret";
    private static readonly int Now = StationClock.MinuteOf(TestStation.Noon);

    [Fact]
    public async Task Alarm_ToAMailbox_IsOneLetterInTheLanguageOfItsReaderWithALink()
    {
        await using var server = new SmtpFake();
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, server, Rule(await station.AddContactAsync("Kim", "kim@example.org", language: "ko")));
        Assert.Empty(await station.Get<MailEditor>().SaveGeneralAsync("https://station.example/", 12, TestStation.Cancellation));
        await station.ApplyAsync(sensor.Key, Opened(Now, stage: OutlierStage.Serious));
        Assert.Equal(1, await station.NotifyAsync());
        Assert.Equal(0, await station.NotifyAsync());

        var letter = Assert.Single(server.Letters);
        Assert.Equal(("station@example.org", "kim@example.org"), (letter.From, letter.To));
        using var read = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(letter.Text)), TestStation.Cancellation);
        Assert.StartsWith("심각: ", read.Subject, StringComparison.Ordinal);
        Assert.Contains("경보가 발생했습니다.", read.TextBody, StringComparison.Ordinal);
        Assert.Contains(
            $"https://station.example/alarms/{(await station.OnlyAlarmAsync()).Id}?sensor=sensor_01", read.TextBody,
            StringComparison.Ordinal);
        Assert.Equal("auto-generated", letter.Header("Auto-Submitted"));
        var stored = Assert.Single(await station.NotificationsAsync());
        Assert.Equal((NotificationState.Sent, $"{stored.MessageId}@example.org"), (stored.State, read.MessageId));
    }

    /// <summary>A power cut between the letter and the note that it was taken: the second one has the same id.</summary>
    [Fact]
    public async Task Letter_TakenButNotHeardOf_GoesAgainUnderTheSameId()
    {
        await using var server = new SmtpFake { BreaksOffAfterTheLetter = true };
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, server, Rule(await station.AddContactAsync("Kim", "kim@example.org")));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(0, await station.NotifyAsync());
        var waiting = Assert.Single(await station.NotificationsAsync());
        Assert.Equal((NotificationState.Pending, 1), (waiting.State, waiting.Attempts));
        Assert.Contains("broke off", waiting.LastError!.ToString(), StringComparison.Ordinal);

        server.BreaksOffAfterTheLetter = false;
        Assert.Equal(0, await station.NotifyAsync());
        station.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, await station.NotifyAsync());
        Assert.Equal(2, server.Letters.Count);
        Assert.Single(server.Letters.Select(letter => letter.Header("Message-Id")).Distinct());
    }

    [Theory]
    [InlineData("450 box is busy")]
    [InlineData("452 box is full")]
    public async Task Letter_OneReceiverIsPutOff_GoesToTheOtherAtOnce(string answer)
    {
        await using var server = new SmtpFake();
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, server, Rule(await station.AddContactAsync("Kim", "kim@example.org")));
        await station.AddRuleAsync(Rule(await station.AddContactAsync("Lee", "lee@example.org")));
        var asked = 0;
        server.Instead = verb => verb == "RCPT" && asked++ == 0 ? answer : null;
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(1, await station.NotifyAsync());
        Assert.Equal(
            [NotificationState.Pending, NotificationState.Sent], (await station.NotificationsAsync()).Select(row => row.State).Order());
    }

    /// <summary>A relay that wants a sign-in where none is set says so only to the first letter.</summary>
    [Fact]
    public async Task Letter_RelayWantsASignIn_IsATryWithItsReason()
    {
        await using var server = new SmtpFake { Instead = verb => verb == "MAIL" ? "530 5.7.0 sign in first" : null };
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, server, Rule(await station.AddContactAsync("Kim", "kim@example.org")));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(0, await station.NotifyAsync());
        var waiting = Assert.Single(await station.NotificationsAsync());
        Assert.Equal((NotificationState.Pending, 1, "notify.mail-sign-in"), (waiting.State, waiting.Attempts, waiting.LastError!.Code));
    }

    [Fact]
    public async Task Letter_RefusedForEver_FailsWithTheReasonAndGoesAgainWhenAPersonSays()
    {
        await using var server = new SmtpFake { Instead = verb => verb == "RCPT" ? "550 no such box" : null };
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, server, Rule(await station.AddContactAsync("Kim", "kim@example.org")));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(0, await station.NotifyAsync());
        var failed = Assert.Single(await station.NotificationsAsync());
        Assert.Equal(NotificationState.Failed, failed.State);
        Assert.Equal(
            $"The mail server 127.0.0.1:{server.Port} refused the message with 550: no such box.",
            ProblemTexts.English(failed.LastError!));

        server.Instead = null;
        Assert.Null(await station.Get<NotificationEditor>().SendAgainAsync(failed.Id, TestStation.Cancellation));
        Assert.Equal(1, await station.NotifyAsync());
    }

    [Fact]
    public async Task Webhook_Message_IsSignedAndKnownByItsKey()
    {
        await using var hook = await HookAsync(_ => 204);
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(
            station, null, Rule(await station.AddContactAsync("Duty", url: hook.Url + "/a?token=b", secret: Secret)));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(1, await station.NotifyAsync());

        var (path, headers, body) = Assert.Single(hook.Requests);
        Assert.Equal("/a?token=b", path);
        var message = Assert.Single(await station.NotificationsAsync());
        Assert.Equal(message.MessageId, headers[WebhookSender.KeyHeader]);
        var stamp = TestStation.Noon.ToUnixTimeSeconds();
        var expected = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")));
        Assert.Equal($"t={stamp},v1={expected}", headers[WebhookSender.SignatureHeader]);
        var json = JsonElement.Parse(body);
        Assert.Equal(("raised", "sensor_01", "high", 2), (
            json.GetProperty("reason").GetString(), json.GetProperty("alarms")[0].GetProperty("sensor_id").GetString(),
            json.GetProperty("alarms")[0].GetProperty("cause").GetString(),
            json.GetProperty("alarms")[0].GetProperty("outlier_stage").GetInt32()));
        Assert.StartsWith("Flow is", json.GetProperty("alarms")[0].GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_AsksToWait_IsLeftAloneAsLongAndLosesNothing()
    {
        var answers = new Queue<int>([503]);
        await using var hook = await HookAsync(response =>
        {
            response.Headers.RetryAfter = "120";
            return answers.TryDequeue(out var status) ? status : 200;
        });
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, null, Rule(await station.AddContactAsync("Duty", url: hook.Url)));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(0, await station.NotifyAsync());
        station.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(0, await station.NotifyAsync());
        Assert.Single(hook.Requests);
        station.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await station.NotifyAsync());
        Assert.Single(hook.Requests.Select(request => request.Headers[WebhookSender.KeyHeader]).Distinct());
    }

    [Fact]
    public async Task Webhook_Redirect_IsNotFollowed()
    {
        await using var hook = await HookAsync(response =>
        {
            response.Headers.Location = "/elsewhere";
            return 307;
        });
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, null, Rule(await station.AddContactAsync("Duty", url: hook.Url)));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(0, await station.NotifyAsync());
        Assert.Equal("notify.webhook-moved", Assert.Single(await station.NotificationsAsync()).LastError!.Code);
        Assert.Single(hook.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Escalation_TimePasses_TellsOthersWhereNobodyAcknowledged(bool acknowledges)
    {
        await using var server = new SmtpFake();
        await using var station = await TestStation.StartAsync();
        var kim = await station.AddContactAsync("Kim", "kim@example.org");
        var chief = await station.AddContactAsync("Chief", "chief@example.org");
        var sensor = await StartAsync(station, server, Rule(kim) with { EscalateMinutes = 15, EscalationIds = [chief] });
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(1, await station.NotifyAsync());
        station.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, await station.NotifyAsync());
        if (acknowledges)
        {
            await station.Get<AlarmEditor>().AcknowledgeAsync(
                (await station.OnlyAlarmAsync()).Id, "Kim", cancellation: TestStation.Cancellation);
        }

        station.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(acknowledges ? 0 : 1, await station.NotifyAsync());
        Assert.Equal(
            acknowledges ? ["kim@example.org"] : ["kim@example.org", "chief@example.org"], server.Letters.Select(letter => letter.To));
        Assert.Equal(
            acknowledges ? NotificationState.Dropped : NotificationState.Sent,
            (await station.NotificationsAsync()).Single(row => row.Reason == NotificationReason.Escalated).State);
    }

    [Fact]
    public async Task End_OfAnAlarmThatWasTold_IsToldToTheSamePerson()
    {
        await using var server = new SmtpFake();
        await using var station = await TestStation.StartAsync();
        var sensor = await StartAsync(station, server, Rule(await station.AddContactAsync("Kim", "kim@example.org")));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(1, await station.NotifyAsync());
        await station.ApplyAsync(sensor.Key, Opened(Now).Closed(Now + 5));
        Assert.Equal(1, await station.NotifyAsync());
        Assert.Equal(
            [NotificationReason.Raised, NotificationReason.Cleared], (await station.NotificationsAsync()).Select(row => row.Reason));
        Assert.StartsWith("Over: Caution: High value", server.Letters[1].Header("Subject"), StringComparison.Ordinal);
    }

    /// <summary>One message of many: a server that is away is asked once, and not once for each.</summary>
    [Fact]
    public async Task MailServer_Away_IsAskedOnceAndEveryLetterWaits()
    {
        await using var server = new SmtpFake { Instead = verb => verb == "MAIL" ? "421 closing" : null };
        await using var station = await TestStation.StartAsync();
        var contacts = new List<int>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            contacts.Add(await station.AddContactAsync(name, $"{name}@example.org"));
        }

        var sensor = await StartAsync(station, server, Rule([.. contacts]));
        await station.ApplyAsync(sensor.Key, Opened(Now));
        Assert.Equal(0, await station.NotifyAsync());
        Assert.Equal([1, 0, 0], (await station.NotificationsAsync()).Select(row => row.Attempts));
        server.Instead = null;
        station.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(3, await station.NotifyAsync());
    }

    private static async Task<Sensor> StartAsync(TestStation station, SmtpFake? server, RuleDraft rule)
    {
        var sensor = await station.AddSensorAsync();
        await station.FirstLookAsync();
        if (server is not null)
        {
            await station.UseMailAsync(server);
        }

        await station.AddRuleAsync(rule);
        return sensor;
    }

    private static async Task<Hook> HookAsync(Func<HttpResponse, int> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var hook = new Hook(builder.Build());
        hook.App.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            hook.Requests.Add((
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(
                    header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync(context.RequestAborted)));
            context.Response.StatusCode = answer(context.Response);
        });
        await hook.App.StartAsync(TestStation.Cancellation);
        return hook;
    }

    private sealed record Hook(WebApplication App) : IAsyncDisposable
    {
        public List<(string Path, Dictionary<string, string> Headers, string Body)> Requests { get; } = [];

        public string Url => App.Urls.Single();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
