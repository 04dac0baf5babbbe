using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

public sealed class ModbusAnswerTests
{
    [Fact]
    public async Task Slave_ThatRefuses_IsSaidInWordsAndAskedOn()
    {
        using var slaves = ModbusSlaves.OverTcp();
        slaves.Manners[2] = SlaveManner.Refuses;
        var time = new WatchedTime(TestStation.Noon);
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(time));
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(GatewayTo(slaves, sensor));
        await using var host = await station.BeginDevicesAsync();
        await time.SomebodyWaitsAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        await time.SomebodyWaitsAsync();
        var refusing = station.StateOf(device).Slaves[2];
        Assert.Equal((2L, 2L, 2L), (refusing.Requests, refusing.Answers, refusing.Refusals));
        Assert.Equal("The slave refused: it has no such register (exception 2).", refusing.Problem!.ToString());
        Assert.Equal((TestStation.Noon, null), (refusing.FailingSince!.Value, refusing.NextTryAt));
        Assert.Equal([1007.0, 1007.0], (await station.ReadingsAsync(sensor)).Select(reading => reading.FlowRate!.Value));
    }

    [Fact]
    public async Task Test_WhileItRuns_ReadsEachPointAndStoresNothing()
    {
        using var slaves = ModbusSlaves.OverTcp();
        slaves.Manners[2] = SlaveManner.Refuses;
        var time = new WatchedTime(TestStation.Noon);
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(time));
        var sensor = await station.AddSensorAsync();
        var draft = GatewayTo(slaves, sensor);
        var device = await station.AddDeviceAsync(draft);
        await using var host = await station.BeginDevicesAsync();
        await time.SomebodyWaitsAsync();
        var wanted = draft.Points[0] with { Place = new PointPlace { Unit = 1, Register = 40, Table = RegisterTable.Input } };
        var test = await station.Get<DeviceTester>()
            .TestAsync(draft with { Id = device, Points = [wanted, draft.Points[1]] }, TestStation.Cancellation);
        Assert.Empty(test.Problems);
        Assert.Equal((1040.0, TestStation.Noon), (test.Points[0].Raw!.Value, test.Points[0].At!.Value));
        Assert.Equal("The slave refused: it has no such register (exception 2).", test.Points[1].Problem!.ToString());
        Assert.Single(await station.ReadingsAsync(sensor));

        // The device was set aside for it and runs again.
        await station.UntilConnectedAsync(device);
    }

    [Fact]
    public async Task Points_OfASensorWithALongInterval_AreAskedAtItsMinutes()
    {
        using var slaves = ModbusSlaves.OverTcp();
        var time = new WatchedTime(TestStation.Noon);
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(time));
        var sensor = await station.AddSensorAsync(
            new Whatever.Web.Stations.SensorDraft { Id = "slow", SamplingIntervalMinutes = 5 });
        await station.AddDeviceAsync(GatewayTo(slaves, sensor));
        await using var host = await station.BeginDevicesAsync();
        for (var minute = 0; minute <= 10; minute++)
        {
            await time.SomebodyWaitsAsync();
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await time.SomebodyWaitsAsync();
        Assert.Equal(
            new[] { 0, 5, 10 }.Select(minute => StationClock.MinuteOf(TestStation.Noon) + minute),
            (await station.ReadingsAsync(sensor)).Select(reading => reading.Minute));
    }

    private static DeviceDraft GatewayTo(ModbusSlaves slaves, Sensor sensor) => new()
    {
        Name = "gateway",
        Kind = DeviceKind.ModbusTcp,
        Connection = new DeviceConnection { Host = "127.0.0.1", Port = slaves.Port },
        Points =
        [
            DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace { Unit = 1, Register = 7 }),
            DeviceSteps.PointOf(sensor, Quantity.Pressure, new PointPlace { Unit = 2, Register = 7 }),
        ],
    };
}
