using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>What a person can do about the queue.</summary>
public sealed class DeliveryControl(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Lets everything go now that waits for its hour, for a pause to end, or was refused.</summary>
    public Task SendNowAsync(CancellationToken cancellation = default) =>
        ReleaseAsync(delivery => delivery.State != DeliveryState.Received, cancellation);

    /// <summary>The same for what was refused alone, such as after the server was mended.</summary>
    public Task ResendRefusedAsync(CancellationToken cancellation = default) =>
        ReleaseAsync(delivery => delivery.State == DeliveryState.Refused, cancellation);

    /// <summary>The same for one delivery. One with a receipt is left alone: its receipt is final.</summary>
    /// <returns>Whether it is being sent.</returns>
    public Task<bool> ResendAsync(long id, CancellationToken cancellation = default) =>
        ReleaseAsync(delivery => delivery.Id == id && delivery.State != DeliveryState.Received, cancellation);

    /// <summary>The daily hour has come: forecasts may go.</summary>
    public async Task<int> ReleaseForecastsAsync(IReadOnlyCollection<string>? sensorIds, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Deliveries
            .Where(delivery => delivery.ReleasedAt == null && (sensorIds == null || sensorIds.Contains(delivery.SensorId)))
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.ReleasedAt, time.GetUtcNow()), cancellation);
    }

    private async Task<bool> ReleaseAsync(Expression<Func<OutboundDelivery, bool>> which, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var released = await db.Deliveries.Where(which).ExecuteUpdateAsync(
            set => set.SetProperty(delivery => delivery.State, DeliveryState.Waiting)
                .SetProperty(delivery => delivery.NextAttemptAt, (DateTimeOffset?)null)
                .SetProperty(delivery => delivery.Refusals, 0)
                .SetProperty(delivery => delivery.ReleasedAt, delivery => delivery.ReleasedAt ?? now),
            cancellation);
        changes.Publish(ChangeKind.Deliveries);
        return released > 0;
    }
}
