using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>What left this box, and what did not.</summary>
/// <param name="NextAttemptAt">Of the first that waits after a failure.</param>
/// <param name="IsSetAside">It was refused for good.</param>
public sealed record DeliverySummary(
    int Undelivered, int FilesReceived, int FilesQueued, int AlertsReceived, DateTimeOffset? LastReceiptAt, Phrase? LastError,
    DateTimeOffset? NextAttemptAt, int Attempts, bool IsSetAside);

/// <summary>A line of the queue, without its payload.</summary>
public sealed record DeliveryRow(
    long Id, DeliveryKind Kind, string SensorId, DateOnly? BaseDay, int? Step, DeliveryState State, int Attempts, DateTimeOffset CreatedAt,
    DateTimeOffset? ReleasedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? ReceiptAt, int? ReceiptStatus, Phrase? LastError,
    string IdempotencyKey)
{
    /// <inheritdoc cref="OutboundDelivery.IsSetAside"/>
    public bool IsSetAside => OutboundDelivery.IsAside(State, NextAttemptAt);
}

/// <summary>What the pages show of deliveries.</summary>
public sealed class DeliveryQueries(IDbContextFactory<StationDbContext> contexts)
{
    public async Task<int> CountUndeliveredAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Deliveries.CountAsync(delivery => delivery.State != DeliveryState.Received, cancellation);
    }

    /// <param name="since">Counts receipts from here on: midnight on the sensor's clock.</param>
    public async Task<DeliverySummary> SummarizeAsync(string sensorId, DateTimeOffset since, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var own = db.Deliveries.AsNoTracking().Where(delivery => delivery.SensorId == sensorId);
        var failing = await own.Where(delivery => delivery.State != DeliveryState.Received && delivery.LastError != null)
            .OrderBy(delivery => delivery.State).ThenBy(delivery => delivery.Id).FirstOrDefaultAsync(cancellation);
        return new DeliverySummary(
            await own.CountAsync(delivery => delivery.State != DeliveryState.Received, cancellation),
            await own.CountAsync(delivery => delivery.Kind == DeliveryKind.Forecast && delivery.ReceiptAt >= since, cancellation),
            await own.CountAsync(
                delivery => delivery.Kind == DeliveryKind.Forecast && delivery.State != DeliveryState.Received, cancellation),
            await own.CountAsync(delivery => delivery.Kind != DeliveryKind.Forecast && delivery.ReceiptAt >= since, cancellation),
            await own.MaxAsync(delivery => delivery.ReceiptAt, cancellation),
            failing?.LastError, failing?.NextAttemptAt, failing?.Attempts ?? 0, failing is { IsSetAside: true });
    }

    /// <summary>Newest first.</summary>
    public async Task<(IReadOnlyList<DeliveryRow> Rows, int Total)> ListAsync(
        DeliveryState? state, DeliveryKind? kind, int skip, int take, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var wanted = db.Deliveries.AsNoTracking()
            .Where(delivery => (state == null || delivery.State == state) && (kind == null || delivery.Kind == kind));
        var rows = await wanted.OrderByDescending(delivery => delivery.Id).Skip(skip).Take(take)
            .Select(row => new DeliveryRow(
                row.Id, row.Kind, row.SensorId, row.BaseDay, row.Step, row.State, row.Attempts, row.CreatedAt, row.ReleasedAt,
                row.NextAttemptAt,
                row.ReceiptAt, row.ReceiptStatus, row.LastError, row.IdempotencyKey)).ToListAsync(cancellation);
        return (rows, await wanted.CountAsync(cancellation));
    }

    public async Task<string> PayloadAsync(long id, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return Encoding.UTF8.GetString(
            await db.Deliveries.Where(delivery => delivery.Id == id).Select(delivery => delivery.Payload).SingleAsync(cancellation));
    }

    /// <summary>What the built-in receiver got, newest first.</summary>
    public async Task<(IReadOnlyList<ReceivedMessage> Rows, int Total)> ReceivedAsync(int take, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.ReceivedMessages.AsNoTracking().OrderByDescending(message => message.ReceivedAt).Take(take)
            .ToListAsync(cancellation);
        return (rows, await db.ReceivedMessages.CountAsync(cancellation));
    }
}
