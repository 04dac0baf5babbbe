using Microsoft.EntityFrameworkCore;
using MQTTnet;
using MQTTnet.Packets;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Devices.Mqtt;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

/// <summary>What goes on at a broker when devices are deleted, databases fail and messages are not what they should be.</summary>
public sealed class HostileBrokerTests
{
    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Session_OfADeviceThatIsDeleted_IsEndedAtTheBroker(bool isPaused)
    {
        using var broker = await Broker.StartAsync();
        await using var station = await StartAsync();
        var device = await station.AddDeviceAsync(MeterAt(broker.Port, await station.AddSensorAsync()));
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);
        if (isPaused)
        {
            await station.Get<DeviceEditor>().PauseAsync(device, paused: true, Cancellation);
            await station.UntilAsync(() => station.StateOf(device).Phase == DevicePhase.Resting);
        }

        await station.Get<DeviceEditor>().RemoveAsync(device, Cancellation);
        await station.UntilAsync(() => station.StateOf(device).Phase == DevicePhase.Resting);
        Assert.False(await IsKnownAsync(broker, "station-a"));
    }

    [Fact]
    public async Task Session_OfAnotherClientId_IsEndedAtTheBroker()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(MeterAt(broker.Port, sensor));
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);
        var stored = (await station.Get<DeviceQueries>().ListAsync(Cancellation)).Single().Draft;
        await station.AddDeviceAsync(stored with { Connection = stored.Connection with { ClientId = "station-b" } });
        using var meter = new Publisher(broker.Port);
        await station.UntilConnectedAsync(device);
        await meter.PublishAsync("plain", "7");
        await station.UntilAsync(async () => (await station.ReadingsAsync(sensor)).Count == 1);
        Assert.False(await IsKnownAsync(broker, "station-a"));
    }

    [Fact]
    public async Task Message_ThatCouldNotBeStored_ComesAgain()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(MeterAt(broker.Port, sensor));
        await using (var db = await station.OpenAsync())
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER broken BEFORE INSERT ON readings BEGIN SELECT RAISE(ABORT, 'the disk is broken'); END", Cancellation);
        }

        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);
        using var meter = new Publisher(broker.Port);
        await meter.PublishAsync("plain", "7");
        await station.UntilAsync(() => station.StateOf(device).Phase == DevicePhase.Waiting);
        Assert.Contains("the disk is broken", station.StateOf(device).Problem!.ToString(), StringComparison.Ordinal);
        await using (var db = await station.OpenAsync())
        {
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER broken", Cancellation);
        }

        await station.UntilAsync(async () => (await station.ReadingsAsync(sensor)).Count == 1);
        Assert.Equal(7, Assert.Single(await station.ReadingsAsync(sensor)).FlowRate);
    }

    [Fact]
    public async Task Messages_OfAllKinds_HoldUpNoOther()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await StartAsync();
        var sensor = await station.AddSensorAsync();
        var draft = MeterAt(broker.Port, sensor);
        var device = await station.AddDeviceAsync(draft with
        {
            Points =
            [
                draft.Points[0],
                DeviceSteps.PointOf(
                    sensor, Quantity.Pressure, new PointPlace { Topic = "json/+", ValuePath = "v", TimePath = "t" }),
            ],
        });
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);
        using var meter = new Publisher(broker.Port);
        string[] hostile =
        [
            "", "\0", "[", "{\"v\":1}", "{\"v\":1,\"t\":1e999}", "{\"v\":1,\"t\":\"9999-12-31 23:59\"}",
            "{\"v\":1,\"t\":\"0001-01-01 00:00\"}", "{\"v\":1,\"t\":\"\\ud800\"}", "{\"\\ud800\":1}", new string('[', 5000),
            new string('9', 2_000_000), "{\"v\":1,\"t\":-5}", "{\"v\":1e308,\"t\":\"2024-07-09 12:00\"}",
        ];
        foreach (var payload in hostile)
        {
            await meter.PublishAsync("json/a", payload);
        }

        await meter.PublishAsync("json/b", "{\"v\":3,\"t\":\"2024-07-09 12:00\"}");
        await meter.PublishAsync("plain", "7", isSentOnce: true);
        await station.UntilAsync(() => station.StateOf(device).Received == hostile.Length + 2);
        var state = station.StateOf(device);
        Assert.Equal(hostile.Length, state.Refused);
        var readings = await station.ReadingsAsync(sensor);
        Assert.Equal([3.0], readings.Select(reading => reading.Pressure).OfType<double>());
        Assert.Equal([7.0], readings.Select(reading => reading.FlowRate).OfType<double>());

        // Two meters in one value are said, because they may be a mistake.
        Assert.Contains("json/a and json/b", state.Notice!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_AtABrokerThatIsAway_IsSaidToBeLeft()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await StartAsync();
        var device = await station.AddDeviceAsync(MeterAt(broker.Port, await station.AddSensorAsync()));
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);
        await broker.EndAsync();
        var left = await station.Get<DeviceEditor>().RemoveAsync(device, Cancellation);
        Assert.Equal(
            $"The session station-a at 127.0.0.1:{broker.Port} could not be ended: Nothing takes connections at 127.0.0.1:{broker.Port}. "
                + "The broker goes on keeping messages for it until it expires or is removed there.", left!.ToString());
        Assert.Empty(await station.Get<DeviceQueries>().ListAsync(Cancellation));
    }

    /// <summary>A zone that nobody foresaw, and every other failure that nobody did: it is of one message.</summary>
    [Fact]
    public void Batch_OfWhichOneMessageFailsUnforeseen_KeepsTheOthers()
    {
        var place = new PointPlace { Topic = "a", ValuePath = "v" };
        var device = new DeviceSetup(
            1, "meter", DeviceKind.Mqtt, new DeviceConnection(), null,
            [
                new PointSetup(1, 1, Quantity.FlowRate, 1, "Asia/Seoul", place),
                new PointSetup(2, 1, Quantity.Pressure, 1, "Mars/Olympus", place with { Topic = "b", TimePath = "t" }),
            ]);
        var batch = new MqttBatch(
            device, [Arrival("b", """{"v":1,"t":"2024-07-09 12:00"}"""), Arrival("a", """{"v":7}""")], new MqttProgress());
        Assert.Equal([7.0], batch.Samples.Select(sample => sample.Raw));
        var state = batch.Tell(new DeviceState());
        Assert.Equal((2L, 1L), (state.Received, state.Refused));
        Assert.StartsWith("b: the message cannot be read: ", state.Refusal!.ToString(), StringComparison.Ordinal);
    }

    private static MqttArrival Arrival(string topic, string payload)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).Build();
        var source = new MqttApplicationMessageReceivedEventArgs("station", message, new MqttPublishPacket(), (_, _) => Task.CompletedTask);
        return new MqttArrival(source, System.Text.Encoding.UTF8.GetBytes(payload), TestStation.Noon);
    }

    /// <summary>A broker tells whoever comes back whether it still knows them.</summary>
    private static async Task<bool> IsKnownAsync(Broker broker, string clientId)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithClientId(clientId).WithCleanStart(false);
        var answer = await client.ConnectAsync(options.Build(), Cancellation);
        return answer.IsSessionPresent;
    }

    private static Task<TestStation> StartAsync() =>
        TestStation.StartAsync(change: services => services.AddSingletonTime(TimeProvider.System));

    private static DeviceDraft MeterAt(int port, Sensor sensor) => new()
    {
        Name = "meter",
        Kind = DeviceKind.Mqtt,
        Connection = new DeviceConnection { Host = "127.0.0.1", Port = port, ClientId = "station-a" },
        Points = [DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace { Topic = "plain" })],
    };
}
