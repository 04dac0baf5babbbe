using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Whatever.Tests.Support;

/// <summary>A letter as a mail server took it.</summary>
internal sealed record TakenLetter(string From, string To, string Text, bool IsEncrypted, string? User)
{
    public string Header(string name) => Text.Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
        .First(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];
}

/// <summary>A mail server on this machine, which speaks as much SMTP as a letter needs and fails as it is told to.</summary>
internal sealed class SmtpFake : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<TakenLetter> letters = new();
    private readonly Task serving;
    private readonly X509Certificate2? certificate;

    public SmtpFake(bool offersTls = false)
    {
        certificate = offersTls ? CreateCertificate() : null;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    public int Port { get; }

    public X509Certificate2? Certificate => certificate;

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<TakenLetter> Letters => [.. letters];

    /// <summary>What a command is answered instead, such as <c>550 no such box</c> to RCPT; null for what is usual.</summary>
    public Func<string, string?>? Instead { get; set; }

    /// <summary>The letter is kept, but the connection ends before the sender hears of it.</summary>
    public bool BreaksOffAfterTheLetter { get; set; }

    public string? User { get; set; }

    public string Password { get; set; } = "";

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await serving;
        certificate?.Dispose();
        closing.Dispose();
        listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await listener.AcceptTcpClientAsync(closing.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await TalkAsync(client.GetStream());
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException)
            {
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        var (reader, isEncrypted, user, from, to) = (new StreamReader(stream, Encoding.UTF8), false, (string?)null, "", "");
        await SayAsync(stream, "220 fake");
        while (await reader.ReadLineAsync(closing.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (Instead?.Invoke(verb) is { } other)
            {
                await SayAsync(stream, other);
                continue;
            }

            switch (verb)
            {
                case "EHLO":
                    var offers = certificate is not null && !isEncrypted ? "250-STARTTLS\r\n" : "";
                    await SayAsync(stream, $"250-fake\r\n{offers}{(User is null ? "" : "250-AUTH PLAIN\r\n")}250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go on");
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(certificate!, false, false);
                    (stream, reader, isEncrypted) = (secure, new StreamReader(secure, Encoding.UTF8), true);
                    break;
                case "AUTH":
                    var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
                    user = parts[1] == User && parts[2] == Password ? parts[1] : null;
                    await SayAsync(stream, user is null ? "535 wrong password" : "235 welcome");
                    break;
                case "MAIL":
                    from = Between(line);
                    await SayAsync(stream, "250 ok");
                    break;
                case "RCPT":
                    to = Between(line);
                    await SayAsync(stream, "250 ok");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    letters.Enqueue(new TakenLetter(from, to, await ReadLetterAsync(reader), isEncrypted, user));
                    if (BreaksOffAfterTheLetter)
                    {
                        return;
                    }

                    await SayAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task<string> ReadLetterAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(closing.Token) is { } line && line != ".")
        {
            text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        }

        return text.ToString();
    }

    private async Task SayAsync(Stream stream, string line) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), closing.Token);

    private static string Between(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
