using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>A point with the sensor that it is of.</summary>
public sealed record ShownPoint(int Id, Sensor Sensor, PointDraft Draft);

/// <summary>A device with how it fares.</summary>
public sealed record ShownDevice(
    int Id, string Name, DeviceKind Kind, bool IsPaused, bool HasPassword, DeviceDraft Draft, IReadOnlyList<ShownPoint> Points,
    DeviceState State);

/// <summary>What pages and API say about devices.</summary>
public sealed class DeviceQueries(IDbContextFactory<StationDbContext> contexts, DeviceStates states)
{
    public async Task<IReadOnlyList<ShownDevice>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().Include(sensor => sensor.Station)
            .ToDictionaryAsync(sensor => sensor.Key, cancellation);
        var devices = await db.DeviceSources.AsNoTracking().Include(device => device.Points).OrderBy(device => device.Name)
            .ToListAsync(cancellation);
        return [.. devices.Select(device => Show(device, sensors))];
    }

    /// <summary>Serial ports that this machine has now.</summary>
    public static IReadOnlyList<string> SerialPortNames => SerialPorts.Names;

    private ShownDevice Show(DeviceSource device, Dictionary<int, Sensor> sensors) => new(
        device.Id, device.Name, device.Kind, device.IsPaused, device.ProtectedPassword is not null, DeviceDraft.Of(device),
        [
            .. device.Points.OrderBy(point => point.Id)
                .Select(point => new ShownPoint(point.Id, sensors[point.SensorKey], PointDraft.Of(point))),
        ],
        states.Of(device.Id));
}
