using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Devices;

/// <summary>Steps that the tests of devices share.</summary>
internal static class DeviceSteps
{
    /// <summary>So that what never comes fails the test, and does not hold up all of them.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestStation.Cancellation;

    /// <returns>The id of the device, which runs from now on where the host was begun.</returns>
    public static async Task<int> AddDeviceAsync(this TestStation station, DeviceDraft draft)
    {
        Assert.Empty(await station.Get<DeviceEditor>().SaveAsync(draft, Cancellation));
        await using var db = await station.OpenAsync();
        return await db.DeviceSources.Where(device => device.Name == draft.Name).Select(device => device.Id).SingleAsync(Cancellation);
    }

    public static async Task<StartedHost> BeginDevicesAsync(this TestStation station)
    {
        var host = station.Get<DeviceHost>();
        await host.StartAsync(Cancellation);
        return new StartedHost(host);
    }

    public static DeviceState StateOf(this TestStation station, int deviceId) => station.Get<DeviceStates>().Of(deviceId);

    public static async Task<IReadOnlyList<Reading>> ReadingsAsync(this TestStation station, Sensor sensor)
    {
        await using var db = await station.OpenAsync();
        return await db.Readings.AsNoTracking().Where(reading => reading.SensorKey == sensor.Key).OrderBy(reading => reading.Minute)
            .ToListAsync(Cancellation);
    }

    /// <summary>Waits until it is so: looked at after each change that is told.</summary>
    public static async Task UntilAsync(this TestStation station, Func<Task<bool>> isSo)
    {
        using var news = new SemaphoreSlim(1);
        using var subscription = station.Get<ChangeFeed>().Subscribe(_ => news.Release());
        do
        {
            Assert.True(await news.WaitAsync(LongestSilence, Cancellation), "Nothing has changed for minutes, and it is not so.");
        }
        while (!await isSo());
    }

    public static Task UntilAsync(this TestStation station, Func<bool> isSo) => station.UntilAsync(() => Task.FromResult(isSo()));

    public static Task UntilConnectedAsync(this TestStation station, int deviceId) =>
        station.UntilAsync(() => station.StateOf(deviceId).Phase == DevicePhase.Connected);

    public static PointDraft PointOf(Sensor sensor, Quantity quantity, PointPlace place) =>
        new() { SensorKey = sensor.Key, Quantity = quantity, Place = place };
}

/// <summary>Stops with the test.</summary>
internal sealed class StartedHost(DeviceHost host) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await host.StopAsync(CancellationToken.None);
}
