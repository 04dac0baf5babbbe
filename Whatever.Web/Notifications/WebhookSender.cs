using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Notifications;

/// <summary>Posts one message to a webhook: JSON, signed where a secret was agreed upon, no redirect followed.</summary>
public sealed class WebhookSender(IHttpClientFactory clients, WebhookSecrets secrets, TimeProvider time)
{
    public const string ClientName = "webhook";
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>
    /// <c>t=seconds,v1=hex</c>: HMAC-SHA256 over the seconds, a period and the body, so that an old one is known for old.
    /// </summary>
    public const string SignatureHeader = "Whatever-Signature";

    /// <summary>Who asks for more is asked again after this: alarms are urgent.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A name may lead to an address that a person would not be allowed to type in.</summary>
    internal static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = OutgoingAddresses.ConnectAsync,
    };

    /// <exception cref="OperationCanceledException">The caller cancelled; whether it was taken is not known.</exception>
    public async Task<SendOutcome> SendAsync(
        NotificationContact contact, Notice notice, NoticeText text, CancellationToken cancellation)
    {
        if (contact.ProtectedSecret is { } kept && secrets.Unprotect(kept) is null)
        {
            return new SendOutcome.Retryable(new Phrase("notify.secret-lost"));
        }

        var secret = contact.ProtectedSecret is { } stored ? secrets.Unprotect(stored) : null;
        return await SendAsync(contact.WebhookUrl!, secret, notice, text, cancellation);
    }

    internal async Task<SendOutcome> SendAsync(
        string url, string? secret, Notice notice, NoticeText text, CancellationToken cancellation)
    {
        // What opens it may stand in the path or the query: only the server is named.
        var place = new Uri(url).GetLeftPart(UriPartial.Authority);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        try
        {
            using var request = Compose(url, secret, notice, text);
            using var answer = await clients.CreateClient(ClientName)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return Judge(answer, place);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendOutcome.Retryable(new Phrase("notify.webhook-timed-out", place, Timeout.TotalSeconds));
        }
        catch (HttpRequestException problem)
        {
            return new SendOutcome.Retryable(Explain(problem, place));
        }
    }

    private SendOutcome Judge(HttpResponseMessage answer, string place)
    {
        var code = (int)answer.StatusCode;
        return code switch
        {
            >= 200 and <= 299 => new SendOutcome.Sent(),
            >= 300 and <= 399 => new SendOutcome.Refused(new Phrase("notify.webhook-moved", place, code)),
            >= 400 and <= 499 and not (401 or 403 or 404 or 408 or 421 or 425 or 429) =>
                new SendOutcome.Refused(new Phrase("notify.webhook-refused", place, code)),
            _ => new SendOutcome.Retryable(new Phrase("notify.webhook-answered", place, code), PauseOf(answer.Headers.RetryAfter)),
        };
    }

    private TimeSpan? PauseOf(RetryConditionHeaderValue? asked) =>
        (asked?.Delta ?? (asked?.Date - time.GetUtcNow())) is { } length && length > TimeSpan.Zero
            ? length < LongestPause ? length : LongestPause
            : null;

    private static Phrase Explain(HttpRequestException problem, string place) => problem.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new Phrase("notify.nothing-listens", place),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
            new Phrase("notify.name-unknown", place),
        AddressRefusedException refused => refused.Problem,
        AuthenticationException untrusted => new Phrase("notify.webhook-tls", place, Said(untrusted.Message)),
        { } inner => new Phrase("notify.webhook-broken-off", place, Said(inner.Message)),
        null => new Phrase("notify.webhook-broken-off", place, Said(problem.Message)),
    };

    private HttpRequestMessage Compose(string url, string? secret, Notice notice, NoticeText text)
    {
        var body = Encoding.UTF8.GetBytes(Write(notice, text).ToJsonString(Json));
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation(KeyHeader, notice.MessageId);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Whatever", null));
        if (secret is not null)
        {
            request.Headers.TryAddWithoutValidation(SignatureHeader, Sign(secret, time.GetUtcNow().ToUnixTimeSeconds(), body));
        }

        return request;
    }

    internal static string Sign(string secret, long seconds, byte[] body)
    {
        var stamp = seconds.ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(stamp + "."), .. body];
        return $"t={stamp},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    /// <summary><c>text</c> is what chat platforms show.</summary>
    private static JsonObject Write(Notice notice, NoticeText text) => new()
    {
        ["id"] = notice.MessageId,
        ["reason"] = notice.Reason is { } reason ? reason.ToString().ToLowerInvariant() : "test",
        ["subject"] = text.Subject,
        ["text"] = text.Body,
        ["alarms"] = new JsonArray([.. notice.Alarms.Zip(text.Lines, WriteAlarm)]),
        ["more"] = notice.More,
    };

    private static JsonNode WriteAlarm(NoticeAlarm one, NoticeLine line) => new JsonObject
    {
        ["alarm_id"] = one.Alarm.Id,
        ["sensor_id"] = one.Sensor?.Id,
        ["cause"] = Alarm.WireName(one.Alarm.Cause),
        ["quantity"] = one.Alarm.Quantity?.ToWireName(),
        ["outlier_stage"] = (int)one.Alarm.Stage,
        ["state"] = one.Alarm.State.ToString().ToLowerInvariant(),
        ["since"] = Instant(one.Alarm.SinceMinute),
        ["raised"] = Instant(one.Alarm.RaisedMinute),
        ["cleared"] = one.Alarm.ClearedMinute is { } cleared ? Instant(cleared) : null,
        ["sentence"] = line.Sentence,
        ["link"] = line.Link,
    };

    private static string Instant(int minute) =>
        StationClock.InstantOf(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Said(string text) => Excerpt.Of(FileProblems.Clause(text));
}
