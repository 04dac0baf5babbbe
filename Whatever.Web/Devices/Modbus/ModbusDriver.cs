using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Modbus;

/// <summary>Asks the slaves of a link every minute; nothing is ever written to them.</summary>
internal sealed class ModbusDriver(DeviceStore store, DeviceStates states, TimeProvider time) : IDeviceDriver
{
    public bool Speaks(DeviceKind kind) => kind is DeviceKind.ModbusTcp or DeviceKind.ModbusRtu;

    public async Task RunAsync(DeviceSetup device, CancellationToken stopping)
    {
        using var link = LinkTo(device);
        var asker = new SlaveAsker(link, TimeoutOf(device), time);
        await asker.OpenAsync(stopping);
        states.Connected(device.Id);
        var round = new SlaveRound(device, asker, store, states, time);
        for (var minute = StationClock.MinuteOf(time.GetUtcNow()); ; minute = NextMinute(minute, time.GetUtcNow()))
        {
            var wait = StationClock.InstantOf(minute) - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, stopping);
            }

            await round.RunAsync(minute, stopping);
        }
    }

    /// <summary>Where the clock was put back, minutes that were asked for come once more: the next new one may be a year away.</summary>
    internal static int NextMinute(int asked, DateTimeOffset now)
    {
        var minute = StationClock.MinuteOf(now);
        return asked - minute > 1 ? minute : Math.Max(asked + 1, minute);
    }

    public async Task<IReadOnlyList<TestedPoint>> TestAsync(DeviceSetup device, CancellationToken cancellation)
    {
        using var link = LinkTo(device);
        var asker = new SlaveAsker(link, TimeoutOf(device), time);
        var tested = new List<TestedPoint>();
        foreach (var point in device.Points)
        {
            try
            {
                var values = await asker.AskAsync(point.Place.Unit, RegisterPlan.Of([point])[0], cancellation);
                tested.Add(double.IsFinite(values[0])
                    ? new TestedPoint(point.Id, values[0], time.GetUtcNow(), null, null)
                    : new TestedPoint(point.Id, null, null, new Problem("device.not-finite", values[0]), null));
            }
            catch (ModbusException failure)
            {
                tested.Add(new TestedPoint(point.Id, null, null, failure.Problem, null));
            }
        }

        return tested;
    }

    private static TimeSpan TimeoutOf(DeviceSetup device) => TimeSpan.FromMilliseconds(device.Connection.TimeoutMilliseconds);

    private static IModbusLink LinkTo(DeviceSetup device) => device.Kind == DeviceKind.ModbusTcp
        ? new TcpModbusLink(device.Connection.Host, device.Connection.Port)
        : new RtuModbusLink(device.Connection);
}
