using System.Globalization;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

/// <summary>Against a real broker.</summary>
public sealed class MqttBrokerTests
{
    private const int Messages = 10_000;
    private const int KilledAfter = 3_000;
    private const int EndedAfter = 6_000;
    private const double VolumeAMinute = 10;

    private static readonly DateTimeOffset First = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestStation.Cancellation;

    [Fact]
    public async Task Messages_BrokerKilledAndRestarted_NoneIsLostAndNoneCountsTwice()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(TimeProvider.System));
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(MeterAt(broker, sensor));
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);

        using var meter = new Publisher(broker.Port);
        for (var number = 0; number < Messages; number++)
        {
            if (number == KilledAfter)
            {
                await broker.SaveAsync();
                await meter.PingAsync();
                await broker.KillAsync();
                await broker.BeginAsync();
            }

            var ending = number == EndedAfter ? RestartAsync(broker) : Task.CompletedTask;
            await meter.PublishAsync("water/main", MessageOf(number));
            await ending;
        }

        await station.UntilAsync(async () => (await station.ReadingsAsync(sensor)).Count == Messages);
        var readings = await station.ReadingsAsync(sensor);
        Assert.Equal(
            Enumerable.Range(StationClock.MinuteOf(First), Messages), readings.Select(reading => reading.Minute));
        Assert.Equal(Enumerable.Range(0, Messages).Select(number => number / 2.0), readings.Select(reading => reading.Pressure!.Value));
        Assert.Null(readings[0].FlowRate);
        Assert.All(readings.Skip(1), reading => Assert.Equal(VolumeAMinute * 60, reading.FlowRate!.Value, 1e-6));
        Assert.Equal(0, station.StateOf(device).Refused);
    }

    private static async Task RestartAsync(Broker broker)
    {
        await broker.EndAsync();
        await broker.BeginAsync();
    }

    private static string MessageOf(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"at": {{First.AddMinutes(number).ToUnixTimeSeconds()}}, "flow": {"total": {{number * VolumeAMinute}}}, "p": {{number / 2.0}}}""");

    private static DeviceDraft MeterAt(Broker broker, Sensor sensor) => new()
    {
        Name = "meter",
        Kind = DeviceKind.Mqtt,
        Connection = new DeviceConnection { Host = "127.0.0.1", Port = broker.Port },
        Points =
        [
            DeviceSteps.PointOf(sensor, Quantity.Pressure, new PointPlace { Topic = "water/+", ValuePath = "p", TimePath = "at" }),
            DeviceSteps.PointOf(
                sensor, Quantity.FlowRate, new PointPlace { Topic = "water/main", ValuePath = "flow.total", TimePath = "at" })
                with
            { IsCounter = true },
        ],
    };
}
