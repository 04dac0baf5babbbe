using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Devices;

public sealed class DeviceEditorTests
{
    private static CancellationToken Cancellation => TestStation.Cancellation;

    public static TheoryData<string, DeviceDraft> Wrong
    {
        get
        {
            var good = Draft(1);
            var point = good.Points[0];
            var broker = good with { Kind = DeviceKind.Mqtt, Points = [point with { Place = new PointPlace { Topic = "a" } }] };
            var line = good with
            {
                Kind = DeviceKind.SerialLine,
                Connection = new DeviceConnection { SerialPort = "/dev/ttyS0", TimeColumn = 1 },
                Points = [point with { Place = new PointPlace { Column = 2 } }],
            };
            return new TheoryData<string, DeviceDraft>
            {
                { "The name is \"\", expected 1 to 100", good with { Name = "" } },
                { "The address is \"a b\"", good with { Connection = good.Connection with { Host = "a b" } } },
                { "The port is 0, expected 1 to 65535", good with { Connection = good.Connection with { Port = 0 } } },
                { "The timeout is 5 ms, expected 100 to 10000", good with
                {
                    Connection = good.Connection with { TimeoutMilliseconds = 5 },
                } },
                { "The device has no values", good with { Points = [] } },
                { "Value 1: The unit is 256, expected 0 to 255", With(good, place => place with { Unit = 256 }) },
                { "Value 1: The register is 65535, expected 0 to 65534", With(good, place => place with
                {
                    Register = 65535,
                    Format = RegisterFormat.Real32,
                }) },
                { "Value 1: Scale 0 and offset 0", good with { Points = [point with { Scale = 0 }] } },
                { "A counter gives a flow rate", good with { Points = [point with { IsCounter = true, Quantity = Quantity.Pressure }] } },
                { "The counter's range is -1", good with { Points = [point with { IsCounter = true, CounterRange = -1 }] } },
                { "The topic is \"a/#/b\"", With(broker, place => place with { Topic = "a/#/b" }) },
                { "The path is \"a..b\"", With(broker, place => place with { ValuePath = "a..b" }) },
                { "A path for the time needs one for the value", With(broker, place => place with { TimePath = "t" }) },
                { "The trusted certificates hold none", broker with
                {
                    Connection = broker.Connection with { UseTls = true, TrustedCertificates = "x" },
                } },
                { "The serial port is \"\"", line with { Connection = line.Connection with { SerialPort = "" } } },
                { "Column 1 is that of the time", With(line, place => place with { Column = 1 }) },
                { "There is no such sensor", good with { Points = [point with { SensorKey = 99 }] } },
                { "stands twice", good with { Points = [point, point] } },
                { "There is a device first already", good with { Name = "FIRST", Points = [point with { Quantity = Quantity.Pressure }] } },
                { "comes from the device first already", good },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Save_OfWhatIsWrong_SaysItAndStoresNothing(string expected, DeviceDraft draft)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        Assert.Equal(1, sensor.Key);
        await station.AddDeviceAsync(Draft(sensor.Key) with { Name = "first" });
        var problems = await station.Get<DeviceEditor>().SaveAsync(draft, Cancellation);
        Assert.Contains(problems, problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
        await using var db = await station.OpenAsync();
        Assert.Single(await db.DeviceSources.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Save_OfAChangedDevice_KeepsWhatTheCounterSaidUnlessItIsAnother()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        var draft = Draft(sensor.Key);
        var id = await station.AddDeviceAsync(draft with { Points = [draft.Points[0] with { IsCounter = true }] });
        var stored = (await station.Get<DeviceQueries>().ListAsync(Cancellation)).Single().Draft;
        await station.Get<DeviceStore>().StoreAsync(
            id, [new Sample(stored.Points[0].Id!.Value, 100, TestStation.Noon)], progress: null, Cancellation);
        await station.AddDeviceAsync(stored with { Points = [stored.Points[0] with { Scale = 10 }] });
        Assert.Equal(100, await LastCountAsync(station));
        await station.AddDeviceAsync(stored with { Points = [stored.Points[0] with { Place = new PointPlace { Register = 8 } }] });
        Assert.Null(await LastCountAsync(station));
        await station.Get<DeviceEditor>().RemoveAsync(id, Cancellation);
        Assert.Empty(await station.Get<DeviceQueries>().ListAsync(Cancellation));
    }

    private static async Task<double?> LastCountAsync(TestStation station)
    {
        await using var db = await station.OpenAsync();
        return (await db.DevicePoints.SingleAsync(Cancellation)).LastCount;
    }

    private static DeviceDraft With(DeviceDraft draft, Func<PointPlace, PointPlace> change) =>
        draft with { Points = [draft.Points[0] with { Place = change(draft.Points[0].Place) }] };

    private static DeviceDraft Draft(int sensorKey) => new()
    {
        Name = "meter",
        Kind = DeviceKind.ModbusTcp,
        Connection = new DeviceConnection { Host = "192.0.2.1", Port = DeviceConnection.ModbusPort },
        Points = [new PointDraft { SensorKey = sensorKey, Place = new PointPlace { Register = 7 } }],
    };
}
