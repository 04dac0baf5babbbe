using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Notifications;

namespace Whatever.Tests.Web.Notifications;

public sealed class MailSenderTests
{
    [Fact]
    public async Task StartTls_WithAPassword_IsEncryptedAheadOfThePassword()
    {
        await using var server = new SmtpFake(offersTls: true) { User = "kim", Password = "a word" };
        await using var station = await TestStation.StartAsync();
        var draft = Draft(server) with { User = "kim", NewPassword = "a word" };
        var mistrust = await TestAsync(station, draft);
        Assert.StartsWith(
            $"The connection to the mail server 127.0.0.1:{server.Port} could not be encrypted: ", mistrust, StringComparison.Ordinal);

        station.Get<MailSender>().Trust = (_, shown, _, _) => shown?.GetCertHashString() == server.Certificate!.Thumbprint;
        Assert.Null(await TestAsync(station, draft));
        Assert.Equal(
            $"The mail server 127.0.0.1:{server.Port} did not accept user and password: 535: wrong password.",
            await TestAsync(station, draft with { NewPassword = "other" }));
        Assert.Empty(await station.Get<MailEditor>().SaveAsync(draft, TestStation.Cancellation));
        var kim = await station.AddContactAsync("Kim", "kim@example.org");
        Assert.Null(await station.Get<NotificationTester>().TestAsync(kim, TestStation.Cancellation));
        var letter = Assert.Single(server.Letters);
        Assert.Equal((true, "kim", "Whatever: a test"), (letter.IsEncrypted, letter.User, letter.Header("Subject")));
    }

    /// <summary>Whoever stands between must not be able to take the offer out and read along.</summary>
    [Fact]
    public async Task StartTls_NotOffered_SendsNothing()
    {
        await using var server = new SmtpFake();
        await using var station = await TestStation.StartAsync();
        Assert.StartsWith(
            $"The mail server 127.0.0.1:{server.Port} offers no STARTTLS, so nothing was sent", await TestAsync(station, Draft(server)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_NobodyThere_SaysSoInOneSentence()
    {
        await using var station = await TestStation.StartAsync();
        var port = Broker.FreePort();
        Assert.Equal(
            $"Nothing listens at 127.0.0.1:{port}.",
            await TestAsync(station, new MailDraft { Host = "127.0.0.1", Port = port, From = "station@example.org" }));
        var kim = await station.AddContactAsync("Kim", "kim@example.org", $"http://127.0.0.1:{port}/secret");
        Assert.Equal(
            $"No mail server is set; see page Notifications. Nothing listens at http://127.0.0.1:{port}.",
            ProblemTexts.English((await station.Get<NotificationTester>().TestAsync(kim, TestStation.Cancellation))!));
    }

    private static MailDraft Draft(SmtpFake server) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Security = MailSecurity.StartTls,
        From = "station@example.org",
    };

    private static async Task<string?> TestAsync(TestStation station, MailDraft draft) =>
        await station.Get<NotificationTester>().TestAsync(draft, TestStation.Cancellation) is { } problem
            ? ProblemTexts.English(problem) : null;
}
