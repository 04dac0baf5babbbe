using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices;

/// <summary>
/// Sessions that nobody comes back to: a broker would go on keeping what is published for them. Ending one is tried once; why that failed
/// is said, because only a person can do something about it.
/// </summary>
internal sealed class LeftSessions(DeviceHost host, DeviceStates states, TimeProvider time)
{
    /// <returns>The session that a device has at its broker; null where it has none.</returns>
    public static DeviceSetup? Of(DeviceSource device) => device is { Kind: DeviceKind.Mqtt, Progress: not null }
        ? new DeviceSetup(
            device.Id, device.Name, device.Kind, StoredJson.Read<DeviceConnection>(device.Connection), device.ProtectedPassword, [])
        : null;

    /// <summary>Whether the device speaks to another broker now, by another name, or not like this at all.</summary>
    public static bool IsLeftBy(DeviceSetup session, DeviceSource device)
    {
        var (was, now) = (session.Connection, StoredJson.Read<DeviceConnection>(device.Connection));
        return device.Kind != session.Kind || was.ClientId != now.ClientId || was.Port != now.Port
            || !was.Host.Equals(now.Host, StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="session">Null for none.</param>
    /// <param name="deviceId">Beside which it is said; null where the device is gone.</param>
    /// <param name="cancellation">Of whoever waits for it.</param>
    /// <returns>What is left there.</returns>
    public async Task<Problem?> EndAsync(DeviceSetup? session, int? deviceId, CancellationToken cancellation)
    {
        if (session is null || await host.ForgetAsync(session, cancellation) is not { } reason)
        {
            return null;
        }

        var connection = session.Connection;
        var left = new Problem("mqtt.session-left", connection.ClientId, connection.Host, connection.Port, reason);
        if (deviceId is { } id)
        {
            states.Change(id, state => state with { Notice = left, NoticedAt = time.GetUtcNow() });
        }

        return left;
    }
}
