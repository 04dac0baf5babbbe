using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

/// <summary>A logger at the other end of a line.</summary>
public sealed class SerialLineTests
{
    [Fact]
    public async Task Lines_OfTimeFlowAndPressure_AreStoredAndWrongOnesCounted()
    {
        using var line = await SerialPair.StartAsync();
        await using var logger = new FileStream(line.Device, FileMode.Open, FileAccess.Write);
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var device = await station.AddDeviceAsync(LoggerOn(line, sensor, timeColumn: 1));
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);

        // The line was silent for a while, so that the first line is known to be whole.
        station.Time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync(logger, "2024-07-09 11:58,227,45\r\n2024-07-09 11:59,22");
        await WriteAsync(logger, "8,46.5\r\nnoise\r\n2024-07-09 12:00,-,47\r\n");
        await station.UntilAsync(async () => (await station.ReadingsAsync(sensor)).Count == 3 && station.StateOf(device).Received == 4);
        Assert.Equal(
            [(227.0, 45.0), (228.0, 46.5), (null, 47.0)],
            (await station.ReadingsAsync(sensor)).Select(reading => (reading.FlowRate, reading.Pressure)));
        var state = station.StateOf(device);
        Assert.Equal((2L, "A line has 1 columns, expected 3 or more: \"noise\"."), (state.Refused, state.Refusal!.ToString()));
    }

    [Fact]
    public async Task Lines_OfAValueAlone_CountAtTheirArrival()
    {
        using var line = await SerialPair.StartAsync();
        await using var logger = new FileStream(line.Device, FileMode.Open, FileAccess.Write);
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var draft = LoggerOn(line, sensor, timeColumn: 0);
        var device = await station.AddDeviceAsync(
            draft with { Points = [draft.Points[0] with { Place = new PointPlace { Column = 1 } }] });
        await using var host = await station.BeginDevicesAsync();
        await station.UntilConnectedAsync(device);

        // It may have begun before the port was open: "112.5" would be taken for 2.5.
        await WriteAsync(logger, "2.5\n113.5\n");
        await station.UntilAsync(() => station.StateOf(device).Received == 1);
        var reading = Assert.Single(await station.ReadingsAsync(sensor));
        Assert.Equal((StationClock.MinuteOf(TestStation.Noon), 113.5), (reading.Minute, reading.FlowRate));
    }

    [Fact]
    public async Task Port_ThatIsNotThere_IsSaidAndTriedAgain()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        using var folder = new TestFolder();
        var draft = new DeviceDraft
        {
            Name = "nobody",
            Kind = DeviceKind.SerialLine,
            Connection = new DeviceConnection { SerialPort = folder.File("none") },
            Points = [DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace())],
        };
        var device = await station.AddDeviceAsync(draft);
        await using var host = await station.BeginDevicesAsync();
        await station.UntilAsync(() => station.StateOf(device).Phase == DevicePhase.Waiting);
        var state = station.StateOf(device);
        Assert.Equal(
            ($"There is no serial port {folder.File("none")} on this machine.", TestStation.Noon.AddSeconds(1)),
            (state.Problem!.ToString(), state.NextTryAt!.Value));
        var test = await station.Get<DeviceTester>().TestAsync(draft with { Id = device }, TestStation.Cancellation);
        Assert.Equal(state.Problem, Assert.Single(test.Problems));
    }

    private static async Task WriteAsync(FileStream logger, string text)
    {
        await logger.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), TestStation.Cancellation);
        await logger.FlushAsync(TestStation.Cancellation);
    }

    private static DeviceDraft LoggerOn(SerialPair line, Sensor sensor, int timeColumn) => new()
    {
        Name = "logger",
        Kind = DeviceKind.SerialLine,
        Connection = new DeviceConnection { SerialPort = line.Station, TimeColumn = timeColumn },
        Points =
        [
            DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace { Column = 2 }),
            DeviceSteps.PointOf(sensor, Quantity.Pressure, new PointPlace { Column = 3 }),
        ],
    };
}
