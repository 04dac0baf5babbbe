using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Devices;

public sealed class DeviceStoreTests
{
    private static readonly DateTimeOffset Noon = TestStation.Noon;

    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Fact]
    public async Task Store_SeveralValuesOfAMinute_TheLaterOfEachQuantityCounts()
    {
        await using var station = await TestStation.StartAsync();
        var (device, sensor, flow, pressure) = await AddAsync(station);
        await StoreAsync(
            station, device, new Sample(flow, 10, Noon), new Sample(pressure, 3, Noon.AddSeconds(5)),
            new Sample(flow, 20, Noon.AddSeconds(59)), new Sample(flow, 30, Noon.AddMinutes(-1)));
        await StoreAsync(station, device, new Sample(pressure, 4, Noon.AddSeconds(40)));
        Assert.Equal(
            [(30.0, null), (20.0, 401.0)],
            (await station.ReadingsAsync(sensor)).Select(reading => (reading.FlowRate, reading.Pressure)));
        var state = station.StateOf(device);
        Assert.Equal(new PointValue(20, 20, Noon.AddSeconds(59)), state.Values[flow]);
        Assert.Equal(new PointValue(401, 4, Noon.AddSeconds(40)), state.Values[pressure]);
        Assert.Equal(3, state.Stored);
    }

    [Fact]
    public async Task Store_ValuesOfImpossibleTimes_AreCountedAndSaid()
    {
        await using var station = await TestStation.StartAsync();
        var (device, sensor, flow, _) = await AddAsync(station);
        await StoreAsync(station, device, new Sample(flow, 1, Noon.AddDays(1).AddMinutes(1)));
        Assert.Equal(
            "A value is dated 2024-07-10 12:01+09:00, more than a day ahead of 2024-07-09 12:00+09:00; nothing was stored of it.",
            station.StateOf(device).Refusal!.ToString());
        await StoreAsync(station, device, new Sample(flow, 1, DateTimeOffset.UnixEpoch), new Sample(flow, double.NaN, Noon));
        Assert.Equal("The value is NaN, expected a finite number.", station.StateOf(device).Refusal!.ToString());
        Assert.Equal(3, station.StateOf(device).Refused);
        Assert.Empty(await station.ReadingsAsync(sensor));
        await StoreAsync(station, device, new Sample(flow, 1, Noon.AddDays(1)));
        Assert.Single(await station.ReadingsAsync(sensor));
    }

    [Fact]
    public async Task Store_ACounterOverARestart_GoesOnFromItsLastCount()
    {
        using var folder = new TestFolder();
        var (device, flow) = (0, 0);
        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            (device, _, flow, _) = await AddAsync(station, isCounter: true);
            await StoreAsync(station, device, new Sample(flow, 65_530, Noon.AddMinutes(-1)));
        }

        await using (var station = await TestStation.StartAsync(root: folder.Path))
        {
            await StoreAsync(station, device, new Sample(flow, 4, Noon));

            // The message comes again: the acknowledgement was lost.
            await StoreAsync(station, device, new Sample(flow, 65_530, Noon.AddMinutes(-1)), new Sample(flow, 4, Noon));
            await using var db = await station.OpenAsync();
            var reading = await db.Readings.SingleAsync(Cancellation);
            Assert.Equal((StationClock.MinuteOf(Noon), 600.0), (reading.Minute, reading.FlowRate));
            Assert.Contains("was passed over", station.StateOf(device).Notice!.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>What was taken, what the counter said and the readings are kept or lost together.</summary>
    [Fact]
    public async Task Store_ThatFails_LeavesNothingBehind()
    {
        await using var station = await TestStation.StartAsync();
        var (device, sensor, flow, _) = await AddAsync(station, isCounter: true);
        await StoreAsync(station, device, new Sample(flow, 100, Noon));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => station.Get<DeviceStore>().StoreAsync(device, [new Sample(flow, 110, Noon.AddMinutes(1))], "{}", cancelled.Token));
        await using var db = await station.OpenAsync();
        Assert.Equal(100, (await db.DevicePoints.SingleAsync(point => point.Id == flow, Cancellation)).LastCount);
        Assert.Null((await db.DeviceSources.SingleAsync(Cancellation)).Progress);
        Assert.Empty(await station.ReadingsAsync(sensor));
    }

    private static Task StoreAsync(TestStation station, int device, params Sample[] samples) =>
        station.Get<DeviceStore>().StoreAsync(device, samples, progress: null, Cancellation);

    /// <summary>Pressures are stored a hundredfold and one more.</summary>
    private static async Task<(int Device, Sensor Sensor, int Flow, int Pressure)> AddAsync(TestStation station, bool isCounter = false)
    {
        var sensor = await station.AddSensorAsync(new SensorDraft { Id = "sensor_01" });
        var device = await station.AddDeviceAsync(new DeviceDraft
        {
            Name = "meter",
            Kind = DeviceKind.ModbusTcp,
            Connection = new DeviceConnection { Host = "127.0.0.1", Port = DeviceConnection.ModbusPort },
            Points =
            [
                DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace { Register = 1 }) with
                {
                    IsCounter = isCounter,
                    CounterRange = isCounter ? 65_536 : null,
                },
                DeviceSteps.PointOf(sensor, Quantity.Pressure, new PointPlace { Register = 2 }) with { Scale = 100, Offset = 1 },
            ],
        });
        await using var db = await station.OpenAsync();
        var points = await db.DevicePoints.OrderBy(point => point.Id).Select(point => point.Id).ToListAsync(Cancellation);
        return (device, sensor, points[0], points[1]);
    }
}
