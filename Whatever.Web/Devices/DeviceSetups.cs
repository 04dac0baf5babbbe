using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>Devices as drivers speak to them, of what is stored and of what a person has on the page.</summary>
public sealed class DeviceSetups(IDbContextFactory<StationDbContext> contexts, DevicePasswords passwords)
{
    /// <summary>Those that are not paused.</summary>
    internal async Task<IReadOnlyList<DeviceSetup>> RunningAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToDictionaryAsync(sensor => sensor.Key, cancellation);
        var devices = await db.DeviceSources.AsNoTracking().Include(device => device.Points).Where(device => !device.IsPaused)
            .ToListAsync(cancellation);
        return [
            .. devices.Select(device => new DeviceSetup(
                device.Id, device.Name, device.Kind, StoredJson.Read<DeviceConnection>(device.Connection), device.ProtectedPassword,
                [
                    .. device.Points.OrderBy(point => point.Id).Select(
                        point => SetupOf(point.Id, point.Quantity, sensors[point.SensorKey], StoredJson.Read<PointPlace>(point.Place))),
                ]))];
    }

    /// <summary>Points get their places in the draft as ids. Of a password that is stored the address must be the stored one.</summary>
    internal async Task<DeviceSetup> OfDraftAsync(DeviceDraft draft, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToDictionaryAsync(sensor => sensor.Key, cancellation);
        var stored = await db.DeviceSources.AsNoTracking().SingleOrDefaultAsync(device => device.Id == draft.Id, cancellation);
        var isSame = stored is not null
            && DeviceEditor.IsSameBroker(StoredJson.Read<DeviceConnection>(stored.Connection), draft.Connection);
        var password = !string.IsNullOrEmpty(draft.NewPassword) ? passwords.Protect(draft.NewPassword)
            : draft.RemovePassword || !isSame ? null
            : stored!.ProtectedPassword;
        var clientId = string.IsNullOrEmpty(draft.Connection.ClientId) ? "whatever" : draft.Connection.ClientId;
        return new DeviceSetup(
            draft.Id ?? 0, draft.Name, draft.Kind, draft.Connection with { ClientId = clientId }, password,
            [
                .. draft.Points.Select(
                    (point, index) => SetupOf(index, point.Quantity, sensors.GetValueOrDefault(point.SensorKey), point.Place)),
            ]);
    }

    private static PointSetup SetupOf(int id, Whatever.Model.Series.Quantity quantity, Sensor? sensor, PointPlace place) => new(
        id, sensor?.Key ?? 0, quantity, sensor?.SamplingIntervalMinutes ?? 1, sensor?.TimeZone ?? Sensor.DefaultTimeZone, place);
}
