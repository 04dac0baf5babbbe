using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>
/// The receiver built into every station and its default target: it keeps what it gets, so that the whole flow can be seen on one machine.
/// A message with a known Idempotency-Key is acknowledged and not kept again.
/// </summary>
public static class Receiver
{
    internal const int LargestBody = 1 << 20;
    internal const int LongestKey = 300;
    private const string WrongType = "receiver.type";

    public static RouteGroupBuilder MapReceiver(this WebApplication app)
    {
        var receiver = app.MapGroup("/receiver").DisableAntiforgery();
        receiver.AddEndpointFilter(async (context, next) =>
            await context.HttpContext.RequestServices.GetRequiredService<ReceiverAccess>().IsOnAsync(context.HttpContext.RequestAborted)
                ? await next(context)
                : ProblemResult.Of(StatusCodes.Status404NotFound, new Problem("receiver.off")));
        receiver.MapPost("/predictions", (HttpRequest request, ReceivedMessages messages, CancellationToken cancellation) =>
            TakeAsync(DeliveryKind.Forecast, request, messages, cancellation)).ExcludeFromDescription();
        receiver.MapPost("/alerts", (HttpRequest request, ReceivedMessages messages, CancellationToken cancellation) =>
            TakeAsync(DeliveryKind.Alert, request, messages, cancellation)).ExcludeFromDescription();
        receiver.MapPost("/alerts/batch", ReceiverBatch.TakeAsync).ExcludeFromDescription();
        return receiver;
    }

    internal static IResult RefuseType(HttpRequest request) => ProblemResult.Of(
        StatusCodes.Status415UnsupportedMediaType,
        new Problem(WrongType, request.ContentType, MediaTypeNames.Application.Json, LargestBody));

    internal static (string SensorId, string Body, Problem? Problem) ReadMessage(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("sensor_id", out var id)
            && (id.ValueKind == JsonValueKind.String ? BatchBody.TextOf(message, "sensor_id") : id.GetRawText()) is { } sensorId
            ? (sensorId, message.GetRawText(), null)
            : ("", "", new Problem("receiver.no-sensor").At("sensor_id"));

    private static async Task<IResult> TakeAsync(
        DeliveryKind kind, HttpRequest request, ReceivedMessages messages, CancellationToken cancellation)
    {
        var key = request.Headers[TargetClient.IdempotencyHeader].ToString();
        if (key.Length is 0 or > LongestKey)
        {
            return ProblemResult.Of(
                StatusCodes.Status400BadRequest, new Problem("receiver.key", TargetClient.IdempotencyHeader, LongestKey));
        }

        var (sensorId, body, problem) = request.HasFormContentType
            ? await ReadFormAsync(request, cancellation)
            : await ReadJsonAsync(request, cancellation);
        if (problem is not null)
        {
            return ProblemResult.Of(
                problem.Code == WrongType ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status422UnprocessableEntity, problem);
        }

        if (kind == DeliveryKind.Alert)
        {
            ReceiverBatch.Offer(request.HttpContext.Response);
        }

        var isNew = await messages.KeepAsync(key, kind, sensorId, body, cancellation);
        return Results.Json(
            new { received = true, repeated = !isNew }, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<(string SensorId, string Body, Problem? Problem)> ReadFormAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        var form = await request.ReadFormAsync(cancellation);
        if (form.Files.Count != 1 || form.Files[0].Length > LargestBody)
        {
            return ("", "", new Problem("receiver.files", form.Files.Count, LargestBody));
        }

        using var bytes = new MemoryStream();
        await form.Files[0].CopyToAsync(bytes, cancellation);
        var digest = OutboundDelivery.DigestOf(bytes.ToArray());
        return digest == form["sha256"].ToString()
            ? (form["sensor_id"].ToString(), Encoding.UTF8.GetString(bytes.ToArray()), null)
            : ("", "", new Problem("receiver.digest", form["sha256"], digest).At("sha256"));
    }

    private static async Task<(string SensorId, string Body, Problem? Problem)> ReadJsonAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType() || request.ContentLength > LargestBody)
        {
            return (
                "", "",
                new Problem("receiver.type", request.ContentType, MediaTypeNames.Application.Json, LargestBody));
        }

        ReadOnlyMemory<byte> body = default;
        try
        {
            body = await JsonBody.ReadAsync(request.Body, LargestBody, cancellation);
            using var document = JsonDocument.Parse(body);
            return ReadMessage(document.RootElement);
        }
        catch (BodyTooLargeException tooLarge)
        {
            return ("", "", tooLarge.Problem);
        }
        catch (JsonException exception)
        {
            return ("", "", JsonProblems.OfBody(exception, body));
        }
    }
}

/// <summary>An alert of a body of several.</summary>
internal readonly record struct IncomingMessage(string Key, string SensorId, string Body);

/// <summary>Keeps received messages, one per Idempotency-Key.</summary>
public sealed class ReceivedMessages(IDbContextFactory<StationDbContext> contexts, TimeProvider time)
{
    /// <returns>False where the key was known.</returns>
    public async Task<bool> KeepAsync(string key, DeliveryKind kind, string sensorId, string body, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await CountRepeatAsync(db, key, cancellation))
        {
            return false;
        }

        db.ReceivedMessages.Add(
            new ReceivedMessage { IdempotencyKey = key, Kind = kind, SensorId = sensorId, Body = body, ReceivedAt = time.GetUtcNow() });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException)
        {
            // The same key came twice at once, and the other request was first.
            return await CountRepeatAsync(db, key, cancellation)
                ? false
                : throw new InvalidOperationException($"Message {key} could not be kept.");
        }
    }

    /// <summary>Several alerts in one transaction, in their order.</summary>
    /// <returns>The keys that were known.</returns>
    internal async Task<HashSet<string>> KeepAsync(IReadOnlyList<IncomingMessage> alerts, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var keys = alerts.Select(alert => alert.Key).ToList();
        var known = (await db.ReceivedMessages.Where(message => keys.Contains(message.IdempotencyKey))
            .Select(message => message.IdempotencyKey).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        await db.ReceivedMessages.Where(message => known.Contains(message.IdempotencyKey))
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.Repeats, message => message.Repeats + 1), cancellation);
        var now = time.GetUtcNow();
        var fresh = alerts.Where(alert => !known.Contains(alert.Key)).DistinctBy(alert => alert.Key);
        db.ReceivedMessages.AddRange(fresh.Select((alert, place) =>
            new ReceivedMessage
            {
                IdempotencyKey = alert.Key,
                Kind = DeliveryKind.Alert,
                SensorId = alert.SensorId,
                Body = alert.Body,
                // They are shown by it, and came in an order.
                ReceivedAt = now.AddMilliseconds(place),
            }));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return known;
    }

    private static async Task<bool> CountRepeatAsync(StationDbContext db, string key, CancellationToken cancellation) =>
        await db.ReceivedMessages.Where(message => message.IdempotencyKey == key)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.Repeats, message => message.Repeats + 1), cancellation) > 0;
}
