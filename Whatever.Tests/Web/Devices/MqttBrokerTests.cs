using System.Globalization;
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
                await meter.RoundAsync();
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

    /// <summary>The broker keeps what it was given while the station was away.</summary>
    [Fact]
    public async Task Messages_OfAStationThatWasAway_AreTakenWhenItIsBack()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(TimeProvider.System));
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(MeterAt(broker, sensor));
        using var meter = new Publisher(broker.Port);
        await using (await station.BeginDevicesAsync())
        {
            await station.UntilConnectedAsync(device);
            await meter.PublishAsync("water/main", MessageOf(0));
            await station.UntilAsync(async () => (await station.ReadingsAsync(sensor)).Count == 1);
            await station.Get<DeviceEditor>().PauseAsync(device, paused: true, Cancellation);
            await station.UntilAsync(() => station.StateOf(device).Phase == DevicePhase.Resting);
            for (var number = 1; number < 50; number++)
            {
                await meter.PublishAsync("water/main", MessageOf(number));
            }

            await station.Get<DeviceEditor>().PauseAsync(device, paused: false, Cancellation);
            await station.UntilAsync(async () => (await station.ReadingsAsync(sensor)).Count == 50);
        }

        Assert.Equal(Enumerable.Range(1, 49).Select(_ => 600.0), (await station.ReadingsAsync(sensor)).Skip(1).Select(
            reading => Math.Round(reading.FlowRate!.Value, 6)));
    }

    [Fact]
    public async Task Message_ThatCannotBeTaken_IsCountedAndHoldsNothingUp()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(TimeProvider.System));
        var sensor = await station.AddSensorAsync();
        using var meter = new Publisher(broker.Port);
        await meter.PublishAsync("plain", "1", retain: true);
        var meterAt = MeterAt(broker, sensor);
        var device = await station.AddDeviceAsync(meterAt with
        {
            Points = [meterAt.Points[0], DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace { Topic = "plain" })],
        });
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);
        await meter.PublishAsync("water/main", "no JSON");
        await meter.PublishAsync("water/main", """{"q": 1}""");
        await meter.PublishAsync("plain", "7");
        await station.UntilAsync(() => station.StateOf(device).Received == 4);
        var state = station.StateOf(device);
        Assert.Equal((2L, 1L), (state.Refused, state.PassedOver));
        Assert.Equal("water/main: There is nothing at at in \"{\"q\": 1}\".", state.Refusal!.ToString());

        // Of what the broker had kept nobody knows since when; what came now is of now.
        Assert.Equal(7, Assert.Single(await station.ReadingsAsync(sensor)).FlowRate);
    }

    [Fact]
    public async Task Broker_ThatAsksForAPasswordOverTls_IsSpokenToOnceBothAreRight()
    {
        using var authority = new TestAuthority();
        using var broker = await Broker.StartAsync(folder => authority.Secure(folder, user: "station", password: "water-7"));
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(TimeProvider.System));
        var sensor = await station.AddSensorAsync();
        var draft = MeterAt(broker, sensor) with { NewPassword = "water-7" };
        var secure = draft.Connection with { User = "station", UseTls = true, Host = "localhost", Port = authority.Port };
        var tester = station.Get<DeviceTester>();

        var untrusted = await tester.TestAsync(draft with { Connection = secure }, Cancellation);
        Assert.Contains("could not be trusted", Assert.Single(untrusted.Problems).ToString(), StringComparison.Ordinal);
        var trusted = draft with { Connection = secure with { TrustedCertificates = authority.Certificate } };
        var wrong = await tester.TestAsync(trusted with { NewPassword = "guess" }, Cancellation);
        Assert.Equal("The broker does not take the user name and password.", Assert.Single(wrong.Problems).ToString());

        var device = await station.AddDeviceAsync(trusted);
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);
        await using var db = await station.OpenAsync();
        var stored = Assert.Single(db.DeviceSources.ToList());
        Assert.DoesNotContain("water-7", stored.ProtectedPassword! + stored.Connection, StringComparison.Ordinal);

        // It is sent to no address that somebody has just typed in.
        var moved = trusted with { Id = device, NewPassword = null, Connection = trusted.Connection with { Host = "127.0.0.1" } };
        Assert.Equal(
            "device.password-of-other", Assert.Single(await station.Get<DeviceEditor>().SaveAsync(moved, Cancellation)).Code);
    }

    [Fact]
    public async Task Test_OfABroker_ReadsAMessageAndStoresNothing()
    {
        using var broker = await Broker.StartAsync();
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(TimeProvider.System));
        var sensor = await station.AddSensorAsync();
        using var meter = new Publisher(broker.Port);
        await meter.PublishAsync("water/main", MessageOf(5), retain: true);
        var test = await station.Get<DeviceTester>().TestAsync(MeterAt(broker, sensor), Cancellation);
        Assert.Empty(test.Problems);
        Assert.Equal([(2.5, null), (50.0, null)], test.Points.Select(point => (point.Raw!.Value, point.Problem?.ToString())));
        Assert.StartsWith("water/main {", test.Points[0].Said, StringComparison.Ordinal);
        Assert.Empty(await station.ReadingsAsync(sensor));
    }

    [Fact]
    public async Task Broker_ThatIsNotThere_IsSaidAndTriedAgain()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var port = Broker.FreePort();
        var device = await station.AddDeviceAsync(MeterAt(port, sensor));
        await using var host = await station.BeginDevicesAsync();
        await station.UntilAsync(() => station.StateOf(device).Phase == DevicePhase.Waiting);
        var state = station.StateOf(device);
        Assert.Equal($"Nothing takes connections at 127.0.0.1:{port}.", state.Problem!.ToString());
        Assert.Equal((TestStation.Noon, TestStation.Noon.AddSeconds(1)), (state.Since!.Value, state.NextTryAt!.Value));
        station.Time.Advance(TimeSpan.FromSeconds(1));
        await station.UntilAsync(() => station.StateOf(device).NextTryAt == TestStation.Noon.AddSeconds(3));
        Assert.Equal(TestStation.Noon, station.StateOf(device).Since);
    }

    private static async Task RestartAsync(Broker broker)
    {
        await broker.EndAsync();
        await broker.BeginAsync();
    }

    private static string MessageOf(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"at": {{First.AddMinutes(number).ToUnixTimeSeconds()}}, "flow": {"total": {{number * VolumeAMinute}}}, "p": {{number / 2.0}}}""");

    private static DeviceDraft MeterAt(Broker broker, Sensor sensor) => MeterAt(broker.Port, sensor);

    private static DeviceDraft MeterAt(int port, Sensor sensor) => new()
    {
        Name = "meter",
        Kind = DeviceKind.Mqtt,
        Connection = new DeviceConnection { Host = "127.0.0.1", Port = port },
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
