using System.Collections.Concurrent;
using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>How every device fares. It is not stored: after a start each shows itself anew.</summary>
public sealed class DeviceStates(ChangeFeed changes, TimeProvider time)
{
    private readonly ConcurrentDictionary<int, DeviceState> states = new();

    public DeviceState Of(int deviceId) => states.GetValueOrDefault(deviceId) ?? new DeviceState();

    public void Change(int deviceId, Func<DeviceState, DeviceState> change)
    {
        states.AddOrUpdate(deviceId, _ => change(new DeviceState()), (_, state) => change(state));
        changes.Publish(ChangeKind.DeviceStates);
    }

    /// <summary>A try begins; why the last one failed stands until it is known how this one goes.</summary>
    public void Connecting(int deviceId) => Change(deviceId, state => state with { Phase = DevicePhase.Connecting, NextTryAt = null });

    public void Connected(int deviceId) => Change(deviceId, state => state with
    {
        Phase = DevicePhase.Connected,
        Since = time.GetUtcNow(),
        Problem = null,
    });

    public void Failed(int deviceId, Phrase problem, DateTimeOffset nextTry) => Change(deviceId, state => state with
    {
        Phase = DevicePhase.Waiting,
        Since = state.Problem is null ? time.GetUtcNow() : state.Since,
        Problem = problem,
        NextTryAt = nextTry,
    });

    public void Resting(int deviceId) => Change(deviceId, state => state with
    {
        Phase = DevicePhase.Resting,
        Since = time.GetUtcNow(),
        Problem = null,
        NextTryAt = null,
    });
}
