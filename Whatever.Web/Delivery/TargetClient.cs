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
public sealed class TargetClient(IHttpClientFactory clients, TargetTrust trust, BatchOffers offers, TimeProvider time)
{
    public const string ClientName = "target";
    public const string IdempotencyHeader = "Idempotency-Key";
    private const int ShownAnswerLetters = 500;
    private const int LargestBatchAnswer = 1 << 20;

    public static HttpRequestMessage CreateRequest(OutboundDelivery delivery, Endpoint endpoint)
    {
        var request = CreateRequest(endpoint, Payloads.PathOf(delivery.Kind), Payloads.Body(delivery, endpoint.Format));
        request.Headers.TryAddWithoutValidation(IdempotencyHeader, delivery.WireKey);
        return request;
    }

    /// <exception cref="OperationCanceledException">The caller cancelled; whether the server got it is not known.</exception>
    public async Task<SendResult> SendAsync(OutboundDelivery delivery, Endpoint endpoint, CancellationToken cancellation)
    {
        using var request = CreateRequest(delivery, endpoint);
        var result = await TryAsync<SendResult>(request, endpoint, Single, failed => failed, cancellation);
        if (result is SendResult.Retryable)
        {
            offers.Forgive(endpoint.Url);
        }

        StationMeters.CountDelivery(delivery.Kind, result.GetType().Name);
        await trust.KeepAsync(endpoint.Url);
        return result;

        async Task<SendResult> Single(HttpResponseMessage response, CancellationToken reading)
        {
            if (response.IsSuccessStatusCode && delivery.Kind != DeliveryKind.Forecast)
            {
                offers.Hear(endpoint.Url, response.Headers);
            }

            return Judge(response, await ReadAnswerAsync(response, reading), endpoint);
        }
    }

    /// <summary>Several alerts of one sensor in one body.</summary>
    /// <returns>
    /// How they ended, in their order, up to the first that may get through another time; fewer, or none, where the server was not clear
    /// about the others, and each of those has to go alone.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled; whether the server got them is not known.</exception>
    public async Task<IReadOnlyList<SendResult>> SendAsync(
        IReadOnlyList<OutboundDelivery> batch, Endpoint endpoint, CancellationToken cancellation)
    {
        using var request = CreateRequest(endpoint, $"{Payloads.PathOf(batch[0].Kind)}/batch", BatchBody.Of(batch));
        var results = await TryAsync<IReadOnlyList<SendResult>>(request, endpoint, Several, _ => [], cancellation);
        foreach (var result in results)
        {
            StationMeters.CountDelivery(batch[0].Kind, result.GetType().Name);
        }

        if (results.Count < batch.Count && results is not [.., SendResult.Retryable])
        {
            offers.Distrust(endpoint.Url);
        }

        await trust.KeepAsync(endpoint.Url);
        return results;

        async Task<IReadOnlyList<SendResult>> Several(HttpResponseMessage response, CancellationToken reading)
        {
            if (response.IsSuccessStatusCode)
            {
                return Judge(batch, BatchBody.Read(await ReadBatchAnswerAsync(response, reading)), endpoint);
            }

            // Only who asks to be left alone means all messages; anything else may be for one of them, or for the list.
            return Judge(response, await ReadAnswerAsync(response, reading), endpoint) is SendResult.Retryable { Pause: not null } asked
                ? [asked]
                : [];
        }
    }

    private static HttpRequestMessage CreateRequest(Endpoint endpoint, string path, HttpContent body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint.Url}/{path}") { Content = body };
        if (endpoint.Token is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    private async Task<T> TryAsync<T>(
        HttpRequestMessage request, Endpoint endpoint, Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        Func<SendResult.Retryable, T> failed, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(endpoint.Timeout);
        try
        {
            var client = endpoint.Authority is { } authority ? trust.ClientOf(authority) : clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return await read(response, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return failed(new SendResult.Retryable(new Phrase("delivery.timed-out", endpoint.Url, endpoint.Timeout.TotalSeconds)));
        }
        catch (HttpRequestException problem) when (
            problem.InnerException is AuthenticationException
            && trust.Explain(endpoint.Url, endpoint.Authority is not null) is { } untrusted)
        {
            return failed(new SendResult.Retryable(untrusted));
        }
        catch (HttpRequestException problem)
        {
            return failed(new SendResult.Retryable(new Phrase("delivery.unreachable", endpoint.Url, Explain(problem))));
        }
        catch (IOException problem)
        {
            return failed(new SendResult.Retryable(new Phrase("delivery.broken-off", endpoint.Url, FileProblems.Clause(problem.Message))));
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
            : Said(code, answer, endpoint);
        return IsForGood(code)
            ? new SendResult.Refused(said)
            : ServerPause.LengthOf(response.Headers.RetryAfter, time.GetUtcNow()) is { } pause
            ? new SendResult.Retryable(
                new Phrase("delivery.asked-to-wait", said, pause.TotalSeconds), HasAnswered: true, pause)
            : new SendResult.Retryable(said, HasAnswered: true);
    }

    /// <summary>
    /// Behind one that has to wait nothing counts, and a server that took it all the same has mixed up their order: it gets no more lists.
    /// </summary>
    private List<SendResult> Judge(
        IReadOnlyList<OutboundDelivery> batch, Dictionary<string, (int Status, string Detail)> answers, Endpoint endpoint)
    {
        var results = new List<SendResult>();
        foreach (var delivery in batch)
        {
            if (!answers.TryGetValue(delivery.WireKey, out var answer))
            {
                return results;
            }

            var reason = Said(answer.Status, Shorten(answer.Detail), endpoint);
            results.Add(
                answer.Status is >= 200 and <= 299 ? new SendResult.Received(answer.Status, answer.Detail)
                : IsForGood(answer.Status) ? new SendResult.Refused(reason)
                : new SendResult.Retryable(reason, HasAnswered: true));
            if (results[^1] is SendResult.Retryable)
            {
                if (batch.Skip(results.Count).Any(
                    later => answers.TryGetValue(later.WireKey, out var said) && said.Status is >= 200 and <= 299))
                {
                    offers.Distrust(endpoint.Url);
                }

                return results;
            }
        }

        return results;
    }

    private static Phrase Said(int status, string answer, Endpoint endpoint) => answer.Length > 0
        ? new Phrase("delivery.answered-with", endpoint.Url, status, answer)
        : new Phrase("delivery.answered", endpoint.Url, status);

    private static bool IsForGood(int status) =>
        status is >= 400 and <= 499 and not (401 or 403 or 404 or 405 or 408 or 421 or 425 or 429);

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

    /// <returns>Nothing where the text is broken or endless: no message has a receipt then.</returns>
    private static async Task<ReadOnlyMemory<byte>> ReadBatchAnswerAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            return await JsonBody.ReadAsync(stream, LargestBatchAnswer, cancellation);
        }
        catch (BodyTooLargeException)
        {
            return default;
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
