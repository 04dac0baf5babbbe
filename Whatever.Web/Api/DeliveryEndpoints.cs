using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>A delivery on the wire.</summary>
public sealed record DeliveryAnswer(
    long Id, DeliveryKind Kind, string SensorId, string? BaseDay, int? Step, string IdempotencyKey, DeliveryState State, int Attempts,
    bool SetAside, DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? ReceiptAt, string? LastError);

internal static class DeliveryEndpoints
{
    private const int DefaultRows = 100;
    private const int MostRows = 10_000;

    public static void MapDeliveries(this RouteGroupBuilder api)
    {
        api.MapGet("/deliveries", ListAsync).RequireRight(Right.Read)
            .WithSummary("Deliveries, newest first, by state (waiting, received, refused)");
        api.MapPost("/deliveries/{id:long}/resend", ResendAsync).RequireRight(Right.RunJobs)
            .WithSummary("Sends one again that waits or was refused");
    }

    private static async Task<IResult> ResendAsync(long id, DeliveryControl control, CancellationToken cancellation) =>
        await control.ResendAsync(id, cancellation)
            ? Results.NoContent()
            : ProblemAnswers.NotFound(new Problem("delivery.none-to-send", id));

    private static async Task<IResult> ListAsync(
        string? state, int? limit, IDbContextFactory<StationDbContext> contexts, CancellationToken cancellation)
    {
        var wanted = default(DeliveryState);
        if (state is not null && !(state.All(char.IsAsciiLetter) && Enum.TryParse(state, ignoreCase: true, out wanted)))
        {
            return ProblemAnswers.BadRequest(
                new Problem("value.unexpected", "state", state, Expected.OneOf("waiting", "received", "refused"))
                    .At("state"));
        }

        if (limit is < 1 or > MostRows)
        {
            return ProblemAnswers.BadRequest(new Problem("value.out-of-range", "limit", limit, 1, MostRows).At("limit"));
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Deliveries.AsNoTracking()
            .Where(delivery => state == null || delivery.State == wanted)
            .OrderByDescending(delivery => delivery.Id).Take(limit ?? DefaultRows)
            .Select(delivery => new
            {
                delivery.Id,
                delivery.Kind,
                delivery.SensorId,
                delivery.BaseDay,
                delivery.Step,
                delivery.IdempotencyKey,
                delivery.Sender,
                delivery.State,
                delivery.Attempts,
                delivery.CreatedAt,
                delivery.NextAttemptAt,
                delivery.ReceiptAt,
                delivery.LastError,
            })
            .ToListAsync(cancellation);
        return Results.Ok(rows.Select(row => new DeliveryAnswer(
            row.Id, row.Kind, row.SensorId, row.BaseDay is { } day ? WireTime.WriteDay(day) : null, row.Step,
            OutboundDelivery.WireKeyOf(row.Sender, row.IdempotencyKey), row.State,
            row.Attempts, OutboundDelivery.IsAside(row.State, row.NextAttemptAt), row.CreatedAt, row.NextAttemptAt, row.ReceiptAt,
            row.LastError?.ToString())));
    }
}
