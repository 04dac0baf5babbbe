using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Notifications;

/// <summary>Hands one e-mail to the mail server.</summary>
public sealed class MailSender(MailPasswords passwords, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>For tests, whose servers have certificates of their own; null for what the system trusts.</summary>
    internal RemoteCertificateValidationCallback? Trust { get; set; }

    /// <exception cref="OperationCanceledException">The caller cancelled; whether it was taken is not known.</exception>
    public async Task<SendOutcome> SendAsync(
        MailSettings settings, string to, string messageId, NoticeText text, CancellationToken cancellation)
    {
        if (settings.Host is null || settings.From is null)
        {
            return new SendOutcome.Retryable(new Phrase("notify.no-mail-server"));
        }

        using var message = Compose(settings.From, to, messageId, text);
        return await TalkAsync(settings, (client, token) => client.SendAsync(message, token), cancellation);
    }

    /// <summary>Connects and signs in, and sends nothing.</summary>
    public Task<SendOutcome> GreetAsync(MailSettings settings, CancellationToken cancellation) => settings.Host is null
        ? Task.FromResult<SendOutcome>(new SendOutcome.Retryable(new Phrase("notify.no-mail-server")))
        : TalkAsync(settings, (client, token) => client.NoOpAsync(token), cancellation);

    private async Task<SendOutcome> TalkAsync(
        MailSettings settings, Func<SmtpClient, CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        var place = $"{settings.Host}:{settings.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        try
        {
            using var client = new SmtpClient { Timeout = (int)Timeout.TotalMilliseconds, CheckCertificateRevocation = false };
            client.ServerCertificateValidationCallback = Trust;
            var socket = await OutgoingAddresses.ConnectAsync(settings.Host!, settings.Port, timeout.Token);
            await client.ConnectAsync(socket, settings.Host!, settings.Port, OptionsOf(settings.Security), timeout.Token);
            if (settings.User is { } user)
            {
                if (settings.ProtectedPassword is not { } kept || passwords.Unprotect(kept) is not { } password)
                {
                    return new SendOutcome.Retryable(new Phrase("notify.mail-password-lost"));
                }

                await client.AuthenticateAsync(user, password, timeout.Token);
            }

            await work(client, timeout.Token);

            // What was taken stays taken, however the goodbye goes.
            await TryLeaveAsync(client, timeout.Token);
            return new SendOutcome.Sent();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendOutcome.Retryable(new Phrase("notify.mail-timed-out", place, Timeout.TotalSeconds));
        }
        catch (Exception problem) when (Explain(problem, place) is { } outcome)
        {
            return outcome;
        }
    }

    private static async Task TryLeaveAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception problem) when (problem is IOException or ProtocolException or OperationCanceledException or SocketException)
        {
        }
    }

    /// <returns>Null for a bug.</returns>
    private static SendOutcome? Explain(Exception problem, string place) => problem switch
    {
        // Only what it says of the receiver or of the letter itself is for ever; of the sender it may be set otherwise tomorrow.
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted } refused
            when (int)refused.StatusCode >= 500 =>
            new SendOutcome.Refused(new Phrase("notify.mail-refused", place, (int)refused.StatusCode, Said(refused.Message))),
        SmtpCommandException answered => new SendOutcome.Retryable(
            new Phrase("notify.mail-answered", place, (int)answered.StatusCode, Said(answered.Message)),
            IsOfOne: answered.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted
                && answered.StatusCode != SmtpStatusCode.ServiceNotAvailable),
        ServiceNotAuthenticatedException denied =>
            new SendOutcome.Retryable(new Phrase("notify.mail-sign-in", place, Said(denied.Message))),
        AuthenticationException denied => new SendOutcome.Retryable(new Phrase("notify.mail-sign-in", place, Said(denied.Message))),
        SslHandshakeException untrusted => new SendOutcome.Retryable(
            new Phrase("notify.mail-tls", place, Said(untrusted.InnerException?.Message ?? untrusted.Message.Split('\n')[0]))),
        AddressRefusedException refused => new SendOutcome.Retryable(refused.Problem),
        NotSupportedException => new SendOutcome.Retryable(new Phrase("notify.mail-no-starttls", place)),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            new SendOutcome.Retryable(new Phrase("notify.nothing-listens", place)),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
            new SendOutcome.Retryable(new Phrase("notify.name-unknown", place)),
        SocketException or IOException or ProtocolException or TimeoutException =>
            new SendOutcome.Retryable(new Phrase("notify.mail-broken-off", place, Said(problem.Message))),
        _ => null,
    };

    private MimeMessage Compose(string from, string to, string messageId, NoticeText text)
    {
        var message = new MimeMessage { Subject = OneLine(text.Subject), Date = time.GetUtcNow() };
        message.From.Add(new MailboxAddress("Whatever", from));
        message.To.Add(MailboxAddress.Parse(to));

        // The same in every try: who gets a letter twice after a power cut sees it once.
        message.MessageId = $"{messageId}@{from[(from.LastIndexOf('@') + 1)..]}";

        // Nobody's answering machine is to answer a machine.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new TextPart("plain") { Text = text.Body };
        return message;
    }

    private static SecureSocketOptions OptionsOf(MailSecurity security) => security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(security), security, "Expected none, STARTTLS or TLS."),
    };

    private static string OneLine(string text) => new([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);

    /// <summary>What others say is one clause of ours.</summary>
    private static string Said(string text) => Excerpt.Of(FileProblems.Clause(OneLine(text).Trim()));
}
