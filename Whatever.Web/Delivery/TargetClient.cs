using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>How one try ended.</summary>
public abstract record SendResult
{
    /// <summary>A 2xx: the receipt.</summary>
    public sealed record Received(int Status, string Answer) : SendResult;

    /// <summary>Another try may succeed.</summary>
    /// <param name="Reason">What went wrong.</param>
    /// <param name="HasAnswered">The server was reached and said so itself.</param>
    /// <param name="Pause">How long it asked to be left alone; null where it did not.</param>
    public sealed record Retryable(Phrase Reason, bool HasAnswered = false, TimeSpan? Pause = null) : SendResult;

    /// <summary>The server understood and said no to this payload.</summary>
    public sealed record Refused(Phrase Reason) : SendResult;
}

/// <summary>Sends one payload once.</summary>
public sealed class TargetClient(IHttpClientFactory clients, TargetTrust trust, TimeProvider time)
{
    public const string ClientName = "target";
    public const string IdempotencyHeader = "Idempotency-Key";
    private const int ShownAnswerLetters = 500;

    public static HttpRequestMessage CreateRequest(OutboundDelivery delivery, Endpoint endpoint)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint.Url}/{Payloads.PathOf(delivery.Kind)}")
        {
            Content = Payloads.Body(delivery, endpoint.Format),
        };
        request.Headers.TryAddWithoutValidation(IdempotencyHeader, delivery.WireKey);
        if (endpoint.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    /// <exception cref="OperationCanceledException">The caller cancelled; whether the server got it is not known.</exception>
    public async Task<SendResult> SendAsync(OutboundDelivery delivery, Endpoint endpoint, CancellationToken cancellation)
    {
        var result = await TryAsync(delivery, endpoint, cancellation);
        StationMeters.CountDelivery(delivery.Kind, result.GetType().Name);
        await trust.KeepAsync(endpoint.Url);
        return result;
    }

    private async Task<SendResult> TryAsync(OutboundDelivery delivery, Endpoint endpoint, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(endpoint.Timeout);
        try
        {
            using var request = CreateRequest(delivery, endpoint);
            var client = endpoint.Authority is { } authority ? trust.ClientOf(authority) : clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return Judge(response, await ReadAnswerAsync(response, timeout.Token), endpoint);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult.Retryable(new Phrase("delivery.timed-out", endpoint.Url, endpoint.Timeout.TotalSeconds));
        }
        catch (HttpRequestException problem) when (
            problem.InnerException is AuthenticationException
            && trust.Explain(endpoint.Url, endpoint.Authority is not null) is { } untrusted)
        {
            return new SendResult.Retryable(untrusted);
        }
        catch (HttpRequestException problem)
        {
            return new SendResult.Retryable(new Phrase("delivery.unreachable", endpoint.Url, Explain(problem)));
        }
        catch (IOException problem)
        {
            return new SendResult.Retryable(new Phrase("delivery.broken-off", endpoint.Url, FileProblems.Clause(problem.Message)));
        }
    }

    /// <summary>
    /// A refusal of the address or of who asks (401, 403, 404, 405) concerns every payload and is mended at the target, so it holds the
    /// queue; a refusal of the payload (other 4xx) concerns only this one.
    /// </summary>
    private SendResult Judge(HttpResponseMessage response, string answer, Endpoint endpoint)
    {
        var code = (int)response.StatusCode;
        if (code is >= 200 and <= 299)
        {
            return new SendResult.Received(code, answer);
        }

        var said = MovedTo(response) is { } place ? new Phrase("delivery.moved", endpoint.Url, code, place)
            : answer.Length > 0
            ? new Phrase("delivery.answered-with", endpoint.Url, code, answer)
            : new Phrase("delivery.answered", endpoint.Url, code);
        return code is >= 400 and <= 499 and not (401 or 403 or 404 or 405 or 408 or 421 or 425 or 429)
            ? new SendResult.Refused(said)
            : ServerPause.LengthOf(response.Headers.RetryAfter, time.GetUtcNow()) is { } pause
            ? new SendResult.Retryable(
                new Phrase("delivery.asked-to-wait", said, pause.TotalSeconds), HasAnswered: true, pause)
            : new SendResult.Retryable(said, HasAnswered: true);
    }

    /// <summary>A redirect is no receipt, and whoever follows one sends readings to a place that nobody set.</summary>
    /// <returns>Null where the answer is none.</returns>
    private static string? MovedTo(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location
            ? Shorten((location.IsAbsoluteUri ? location : new Uri(response.RequestMessage!.RequestUri!, location)).ToString())
            : null;

    private static string Shorten(string text) => text.Length <= ShownAnswerLetters ? text : $"{text[..ShownAnswerLetters]}…";

    /// <summary>
    /// The receipt is the status; the text only helps a person, so a bounded part of it is read and a broken text is no failure.
    /// </summary>
    private static async Task<string> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[ShownAnswerLetters];
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            return System.Text.Encoding.UTF8.GetString(buffer, 0, read).Trim();
        }
        catch (Exception problem) when (
            response.IsSuccessStatusCode && problem is IOException or HttpRequestException or OperationCanceledException)
        {
            return "";
        }
    }

    /// <summary>What the system says of anything else is kept as it is.</summary>
    private static Phrase Explain(HttpRequestException problem) => problem.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new Phrase("delivery.nothing-listens"),
        SocketException { SocketErrorCode: SocketError.HostNotFound } => new Phrase("delivery.name-unknown"),
        AddressRefusedException refused => refused.Problem,
        { } inner => new Phrase("system.says", FileProblems.Clause(inner.Message)),
        null => new Phrase("system.says", FileProblems.Clause(problem.Message)),
    };
}
