using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>
/// The receiver built into every station and its default target: it keeps what it gets, so that the whole flow can be seen on one machine.
/// A message with a known Idempotency-Key is acknowledged and not kept again.
/// </summary>
public static class Receiver
{
    private const int LargestBody = 1 << 20;

    public static void MapReceiver(this WebApplication app)
    {
        var receiver = app.MapGroup("/receiver").DisableAntiforgery();
        receiver.MapPost("/predictions", (HttpRequest request, ReceivedMessages messages, CancellationToken cancellation) =>
            TakeAsync(DeliveryKind.Forecast, request, messages, cancellation)).ExcludeFromDescription();
        receiver.MapPost("/alerts", (HttpRequest request, ReceivedMessages messages, CancellationToken cancellation) =>
            TakeAsync(DeliveryKind.Alert, request, messages, cancellation)).ExcludeFromDescription();
    }

    private static async Task<IResult> TakeAsync(
        DeliveryKind kind, HttpRequest request, ReceivedMessages messages, CancellationToken cancellation)
    {
        var key = request.Headers[TargetClient.IdempotencyHeader].ToString();
        if (key.Length is 0 or > 300)
        {
            return Results.Problem(
                $"The header {TargetClient.IdempotencyHeader} is missing or longer than 300 letters.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var (sensorId, body, problem) = request.HasFormContentType
            ? await ReadFormAsync(request, cancellation)
            : await ReadJsonAsync(request, cancellation);
        if (problem is not null)
        {
            return Results.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var isNew = await messages.KeepAsync(key, kind, sensorId, body, cancellation);
        return Results.Json(
            new { received = true, repeated = !isNew }, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<(string SensorId, string Body, string? Problem)> ReadFormAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        var form = await request.ReadFormAsync(cancellation);
        if (form.Files.Count != 1 || form.Files[0].Length > LargestBody)
        {
            return ("", "", $"The form holds {form.Files.Count} files, expected one of at most {LargestBody} bytes.");
        }

        using var bytes = new MemoryStream();
        await form.Files[0].CopyToAsync(bytes, cancellation);
        var digest = OutboundDelivery.DigestOf(bytes.ToArray());
        return digest == form["sha256"].ToString()
            ? (form["sensor_id"].ToString(), Encoding.UTF8.GetString(bytes.ToArray()), null)
            : ("", "", $"sha256 is {form["sha256"]}, the file's is {digest}.");
    }

    private static async Task<(string SensorId, string Body, string? Problem)> ReadJsonAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType() || request.ContentLength > LargestBody)
        {
            return (
                "", "",
                $"Content-Type is \"{request.ContentType}\", expected {MediaTypeNames.Application.Json} of at most {LargestBody} bytes.");
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
            var named = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("sensor_id", out var id);
            return named
                ? (document.RootElement.GetProperty("sensor_id").ToString(), document.RootElement.GetRawText(), null)
                : ("", "", "The JSON names no sensor_id.");
        }
        catch (JsonException exception)
        {
            return ("", "", string.Create(CultureInfo.InvariantCulture, $"The body is not JSON: {exception.Message}"));
        }
    }
}

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

    private static async Task<bool> CountRepeatAsync(StationDbContext db, string key, CancellationToken cancellation) =>
        await db.ReceivedMessages.Where(message => message.IdempotencyKey == key)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.Repeats, message => message.Repeats + 1), cancellation) > 0;
}
