using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Delivery;

/// <summary>The first message of a sensor that waits: while it pauses, the sensor's others wait behind it.</summary>
/// <param name="NextAttemptAt">Null where it was not tried yet.</param>
public sealed record DeliveryHead(string SensorId, DateTimeOffset? NextAttemptAt);

internal static class DeliveryHeads
{
    public static async Task<List<DeliveryHead>> ReadAsync(IQueryable<OutboundDelivery> waiting, CancellationToken cancellation)
    {
        var first = waiting.GroupBy(delivery => delivery.SensorId).Select(sensor => sensor.Min(delivery => delivery.Id));
        return await waiting.Where(delivery => first.Contains(delivery.Id))
            .Select(delivery => new DeliveryHead(delivery.SensorId, delivery.NextAttemptAt)).ToListAsync(cancellation);
    }
}
