using System.Text;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>What went out and what came back, to be read by a person.</summary>
public sealed record TargetTestResult(string Request, Phrase Answer, bool Received);

/// <summary>Sends one harmless alert, marked as a test, to the target as it stands in the form.</summary>
public sealed class TargetTester(TargetClient client, TargetEditor editor, TokenProtector tokens, StationAddress self, TimeProvider time)
{
    public async Task<TargetTestResult> SendAsync(TargetDraft draft, CancellationToken cancellation = default)
    {
        if (TargetEditor.Validate(draft) is { Count: > 0 } problems)
        {
            return new TargetTestResult("", Problem.All(problems), false);
        }

        if (await EndpointAsync(draft, cancellation) is not { } endpoint)
        {
            return new TargetTestResult("", new Phrase("delivery.no-address"), false);
        }

        var delivery = TestAlert();
        using var request = TargetClient.CreateRequest(delivery, endpoint);
        var shown = Show(request, delivery);
        return await client.SendAsync(delivery, endpoint, cancellation) switch
        {
            SendResult.Received received => new TargetTestResult(
                shown, new Phrase("system.says", $"{received.Status} {received.Answer}".Trim()), true),
            SendResult.Refused refused => new TargetTestResult(shown, refused.Reason, false),
            SendResult.Retryable retryable => new TargetTestResult(shown, retryable.Reason, false),
            _ => throw new InvalidOperationException("A try ends with a receipt, a refusal or a reason to try again."),
        };
    }

    /// <returns>Null where there is no address yet.</returns>
    private async Task<Endpoint?> EndpointAsync(TargetDraft draft, CancellationToken cancellation)
    {
        var stored = await editor.CurrentAsync(cancellation);
        var receiver = await self.FindReceiverAsync(cancellation);
        if ((string.IsNullOrWhiteSpace(draft.Url) ? receiver : draft.Url.Trim()) is not { } url)
        {
            return null;
        }

        // The stored token is shown to nobody, so it is not sent to an address that somebody has just typed in either.
        var token = draft.RemoveToken ? null
            : !string.IsNullOrEmpty(draft.NewToken) ? draft.NewToken
            : stored.ProtectedToken is { } kept && Endpoint.IsSameServer(url, stored.Url ?? receiver) ? tokens.Unprotect(kept) : null;
        token = await self.FindKeyAsync(url.TrimEnd('/'), cancellation) ?? token;
        return new Endpoint(url.TrimEnd('/'), draft.Format, token, TimeSpan.FromSeconds(draft.TimeoutSeconds))
        {
            Authority = draft.RemoveAuthority ? null : draft.NewAuthority ?? await editor.AuthorityAsync(cancellation),
        };
    }

    private OutboundDelivery TestAlert()
    {
        var now = time.GetUtcNow();
        var payload = Encoding.UTF8.GetBytes(AlertMessage.Write("test", now.UtcDateTime, Quantity.FlowRate, 0, 0, isTest: true));
        return new OutboundDelivery
        {
            Kind = DeliveryKind.Alert,
            SensorId = "test",
            IdempotencyKey = $"test/{now.ToUnixTimeMilliseconds()}",
            Payload = payload,
            Sha256 = OutboundDelivery.DigestOf(payload),
        };
    }

    /// <summary>The token is not shown: the page may be on a wall.</summary>
    private static string Show(HttpRequestMessage request, OutboundDelivery delivery)
    {
        var authorization = request.Headers.Authorization is null ? "" : "Authorization: Bearer …\n";
        return $"POST {request.RequestUri}\n{TargetClient.IdempotencyHeader}: {delivery.IdempotencyKey}\n{authorization}"
            + $"Content-Type: {request.Content?.Headers.ContentType}\n\n{Encoding.UTF8.GetString(delivery.Payload)}";
    }
}
