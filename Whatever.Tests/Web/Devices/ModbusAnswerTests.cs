using System.Net;
using System.Net.Sockets;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Devices.Modbus;
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

    /// <summary>A meter that was restarted leaves a connection on which nothing comes, and nobody says so.</summary>
    [Fact]
    public async Task Connection_OnWhichNothingComes_IsOpenedAnew()
    {
        using var slaves = ModbusSlaves.OverTcp();
        slaves.DeadConnections = 1;
        var time = new WatchedTime(TestStation.Noon);
        slaves.OnNoAnswer = () => time.Advance(TimeSpan.FromSeconds(1));
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(time));
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(GatewayTo(slaves, sensor));
        await using var host = await station.BeginDevicesAsync();
        await time.SomebodyWaitsAsync();
        await station.UntilAsync(() => station.StateOf(device).Slaves.Values.Count(slave => slave.Answers == 1) == 2);
        Assert.Equal((1007.0, 2007.0), Values(Assert.Single(await station.ReadingsAsync(sensor))));
    }

    [Theory]
    [InlineData(SlaveManner.AnswersAsAnother, "What came is no answer: 0302")]
    [InlineData(SlaveManner.SaysTooMuch, "What came is no answer: 030400070008")]
    public async Task Slave_WhoseAnswerIsOfSomethingElse_IsNotBelieved(object manner, string expected)
    {
        using var slaves = ModbusSlaves.OverTcp();
        slaves.Manners[2] = (SlaveManner)manner;
        var time = new WatchedTime(TestStation.Noon);
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(time));
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(GatewayTo(slaves, sensor));
        await using var host = await station.BeginDevicesAsync();
        await time.SomebodyWaitsAsync();
        await station.UntilAsync(() => station.StateOf(device).Slaves.GetValueOrDefault(2)?.Noises == 2);
        Assert.StartsWith(expected, station.StateOf(device).Slaves[2].Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal((1007.0, null), Values(Assert.Single(await station.ReadingsAsync(sensor))));
    }

    [Theory]
    [InlineData(SlaveManner.Drips)]
    [InlineData(SlaveManner.HangsUp)]
    public async Task Test_OfADeviceOfItsOwnManners_ReadsItAllTheSame(object manner)
    {
        using var slaves = ModbusSlaves.OverTcp();
        (slaves.Manners[1], slaves.Manners[2]) = ((SlaveManner)manner, (SlaveManner)manner);
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var test = await station.Get<DeviceTester>().TestAsync(GatewayTo(slaves, sensor), TestStation.Cancellation);
        Assert.Empty(test.Problems);
        Assert.Equal([1007.0, 2007.0], test.Points.Select(point => point.Raw!.Value));
    }

    [Fact]
    public async Task Value_ThatIsNoNumber_IsMissingWithItsReason()
    {
        using var slaves = ModbusSlaves.OverTcp();
        slaves.Manners[1] = SlaveManner.SaysNoNumber;
        var time = new WatchedTime(TestStation.Noon);
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(time));
        var sensor = await station.AddSensorAsync();
        var draft = GatewayTo(slaves, sensor);
        draft = draft with
        {
            Points = [draft.Points[0] with { Place = draft.Points[0].Place with { Format = RegisterFormat.Real32 } }, draft.Points[1]],
        };
        var tested = (await station.Get<DeviceTester>().TestAsync(draft, TestStation.Cancellation)).Points[0];
        Assert.Equal((null, "The value is NaN, expected a finite number."), (tested.Raw, tested.Problem!.ToString()));
        var device = await station.AddDeviceAsync(draft);
        await using var host = await station.BeginDevicesAsync();
        await time.SomebodyWaitsAsync();
        await station.UntilAsync(() => station.StateOf(device).Slaves.Count == 2);
        Assert.Equal((null, 2007.0), Values(Assert.Single(await station.ReadingsAsync(sensor))));
        Assert.Equal(
            (1L, "The value is NaN, expected a finite number."),
            (station.StateOf(device).Refused, station.StateOf(device).Refusal!.ToString()));
    }

    /// <summary>As where a meter takes one caller alone and another one has it: each try would otherwise be told, once a second.</summary>
    [Fact]
    public async Task Connection_ThatEndsAtOnce_IsTriedLessAndLessOften()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = CloseEachAsync(listener);
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(new DeviceDraft
        {
            Name = "busy",
            Kind = DeviceKind.ModbusTcp,
            Connection = new DeviceConnection { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port },
            Points = [DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace { Register = 7 })],
        });
        await using (await station.BeginDevicesAsync())
        {
            foreach (var seconds in new[] { 1, 2, 4 })
            {
                await station.UntilAsync(() => station.StateOf(device).NextTryAt == station.Time.GetUtcNow().AddSeconds(seconds));
                station.Time.Advance(TimeSpan.FromSeconds(seconds));
            }
        }

        listener.Stop();
        await closing;
    }

    private static async Task CloseEachAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                (await listener.AcceptTcpClientAsync(TestStation.Cancellation)).Dispose();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>A box without a battery begins in another year.</summary>
    [Theory]
    [InlineData(100, 101)]
    [InlineData(99, 101)]
    [InlineData(98, 98)]
    [InlineData(-400_000, -400_000)]
    [InlineData(130, 130)]
    public void Minute_AfterTheOneThatWasAsked_IsSoonWhateverTheClockDoes(int now, int expected) =>
        Assert.Equal(expected, ModbusDriver.NextMinute(100, StationClock.InstantOf(now).AddSeconds(30)));

    private static (double? Flow, double? Pressure) Values(Reading reading) => (reading.FlowRate, reading.Pressure);

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
