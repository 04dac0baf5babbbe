using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Devices;

/// <summary>Counters whose clock is wrong, that are exchanged, or whose bits fall over.</summary>
public sealed class HostileCounterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = TestStation.Noon;

    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Count_OfAClockThatIsAhead_DoesNotSilenceTheCounter()
    {
        var (device, point) = await AddAsync(range: null);
        await StoreAsync(device, point, (0, 100), (1, 110));
        await StoreAsync(device, point, (600, 120));
        station.Time.Advance(TimeSpan.FromMinutes(2));
        await StoreAsync(device, point, (2, 120), (3, 130));
        Assert.Equal([(1, 600.0), (2, 600.0), (3, 600.0)], await FlowsAsync());
        var state = station.StateOf(device);
        Assert.Equal(1, state.Refused);
        Assert.Contains("ahead of the station's clock", state.Refusal!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Left by a station whose own clock was wrong.</summary>
    [Fact]
    public async Task State_InTheFuture_IsDroppedAndSaid()
    {
        var (device, point) = await AddAsync(range: null);
        await StoreAsync(device, point, (0, 100));
        await using (var db = await station.OpenAsync())
        {
            await db.DevicePoints.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.LastCountAt, Noon.AddHours(9)).SetProperty(row => row.BaseCountAt, Noon.AddHours(9)),
                TestStation.Cancellation);
        }

        station.Time.Advance(TimeSpan.FromMinutes(2));
        await StoreAsync(device, point, (1, 110), (2, 120));
        Assert.Equal([(2, 600.0)], await FlowsAsync());
        Assert.Contains("ahead of the station's clock", station.StateOf(device).Notice!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4_294_967_296.0)]
    public async Task Count_ThatJumpsUp_GivesNoFlowAndCountingGoesOnFromThere(double? range)
    {
        var (device, point) = await AddAsync(range);
        await StoreSteadilyAsync(device, point, minutes: 20);

        // Another meter, which has counted for years.
        await StoreAsync(device, point, (21, 2_000_000), (22, 2_000_010), (23, 2_000_020));
        Assert.Equal([(20, 600.0), (22, 600.0), (23, 600.0)], (await FlowsAsync()).Where(flow => flow.Minute >= 20));
    }

    /// <summary>As gateways say it that have not asked the meter yet.</summary>
    [Fact]
    public async Task Count_ThatIsZeroOnce_MakesNoFlowOfItsReturn()
    {
        var (device, point) = await AddAsync(range: null);
        await StoreSteadilyAsync(device, point, minutes: 20, first: 1_000_000);
        await StoreAsync(device, point, (21, 0), (22, 1_000_220), (23, 1_000_230));
        Assert.Equal([(20, 600.0), (23, 600.0)], (await FlowsAsync()).Where(flow => flow.Minute >= 20));
        Assert.Contains("more than ten times", station.StateOf(device).Notice!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A hydrant is opened: once may be a fault, what goes on is water.</summary>
    [Fact]
    public async Task Flow_ThatIsTwentyfoldAndStays_IsTakenFromItsSecondMinuteOn()
    {
        var (device, point) = await AddAsync(range: null);
        await StoreSteadilyAsync(device, point, minutes: 20);
        await StoreAsync(device, point, (21, 400), (22, 600), (23, 800), (24, 1000));
        Assert.Equal(
            [(20, 600.0), (22, 12_000.0), (23, 12_000.0), (24, 12_000.0)], (await FlowsAsync()).Where(flow => flow.Minute >= 20));
    }

    /// <summary>As a station stored it before such values were refused.</summary>
    [Fact]
    public async Task Flow_ThatIsImpossibleAndStored_LetsOthersBeDoubted()
    {
        var (device, point) = await AddAsync(range: null);
        await station.Get<ReadingStore>().StoreAsync(
            sensor.Key, new ReadingColumns([StationClock.MinuteOf(Noon) - 5], [1e9], [double.NaN]),
            cancellation: TestStation.Cancellation);
        await StoreSteadilyAsync(device, point, minutes: 20);
        await StoreAsync(device, point, (21, 2_000_000));
        Assert.Equal([(20, 600.0)], (await FlowsAsync()).Where(flow => flow.Minute >= 20));
    }

    /// <summary>What was doubted is remembered with the count, over a restart too.</summary>
    [Fact]
    public async Task Count_ThatJumpsFurtherAfterADoubt_IsDoubtedToo()
    {
        var (device, point) = await AddAsync(range: null);
        await StoreSteadilyAsync(device, point, minutes: 20);
        await StoreAsync(device, point, (21, 5_000));
        await StoreAsync(device, point, (22, 90_000));
        await StoreAsync(device, point, (23, 90_010));
        Assert.Equal([(20, 600.0), (23, 600.0)], (await FlowsAsync()).Where(flow => flow.Minute >= 20));
    }

    /// <summary>Nothing is known of its flows yet, but how far it can count.</summary>
    [Fact]
    public async Task Count_OfANewCounterThatJumpsByATenthOfItsRange_GivesNoFlow()
    {
        var (device, point) = await AddAsync(range: 65_536);
        await StoreAsync(device, point, (0, 100), (1, 40_000), (2, 110), (3, 120));
        Assert.Equal([(3, 600.0)], await FlowsAsync());
    }

    private async Task StoreSteadilyAsync(int device, int point, int minutes, double first = 0)
    {
        station.Time.Advance(TimeSpan.FromMinutes(minutes + 10));
        await StoreAsync(device, point, [.. Enumerable.Range(0, minutes + 1).Select(minute => (minute, first + (10.0 * minute)))]);
    }

    private Task StoreAsync(int device, int point, params (int Minute, double Count)[] counts) =>
        station.Get<DeviceStore>().StoreAsync(
            device, [.. counts.Select(count => new Sample(point, count.Count, Noon.AddMinutes(count.Minute)))], progress: null,
            TestStation.Cancellation);

    private async Task<IReadOnlyList<(int Minute, double Flow)>> FlowsAsync() =>
    [
        .. (await station.ReadingsAsync(sensor)).Where(reading => reading.FlowRate is not null)
            .Select(reading => (reading.Minute - StationClock.MinuteOf(Noon), Math.Round(reading.FlowRate!.Value, 6))),
    ];

    private async Task<(int Device, int Point)> AddAsync(double? range)
    {
        var device = await station.AddDeviceAsync(new DeviceDraft
        {
            Name = "meter",
            Kind = DeviceKind.ModbusTcp,
            Connection = new DeviceConnection { Host = "127.0.0.1", Port = DeviceConnection.ModbusPort },
            Points =
            [
                DeviceSteps.PointOf(sensor, Quantity.FlowRate, new PointPlace { Register = 1 }) with
                {
                    IsCounter = true,
                    CounterRange = range,
                },
            ],
        });
        await using var db = await station.OpenAsync();
        return (device, await db.DevicePoints.Select(point => point.Id).SingleAsync(TestStation.Cancellation));
    }
}
