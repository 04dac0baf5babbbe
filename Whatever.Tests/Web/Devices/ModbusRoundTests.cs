using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Devices;
using Whatever.Web.Devices.Modbus;
using Whatever.Web.Domain;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Devices;

/// <summary>Eight slaves on one way; one is silent and one speaks noise.</summary>
public sealed class ModbusRoundTests
{
    private const int Units = 8;
    private const int SilentUnit = 3;
    private const int NoisyUnit = 6;
    private const int Minutes = 20;
    private const int Register = 7;
    private static readonly TimeSpan SlaveTimeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Tcp_OneSlaveSilentAndOneNoisy_TheOthersKeepTheirMinute()
    {
        using var slaves = ModbusSlaves.OverTcp();
        await RunAsync(
            slaves, new DeviceDraft
            {
                Name = "gateway",
                Kind = DeviceKind.ModbusTcp,
                Connection = new DeviceConnection { Host = "127.0.0.1", Port = slaves.Port },
            });
    }

    [Fact]
    public async Task Rtu_OneSlaveSilentAndOneNoisy_TheOthersKeepTheirMinute()
    {
        using var line = await SerialPair.StartAsync();
        using var slaves = ModbusSlaves.OnLine(line.Device);
        await RunAsync(
            slaves, new DeviceDraft
            {
                Name = "line",
                Kind = DeviceKind.ModbusRtu,
                Connection = new DeviceConnection { SerialPort = line.Station },
            });
    }

    private static async Task RunAsync(ModbusSlaves slaves, DeviceDraft draft)
    {
        var time = new WatchedTime(TestStation.Noon);
        await using var station = await TestStation.StartAsync(change: services => services.AddSingletonTime(time));
        var sensors = new Sensor[Units];
        for (var unit = 1; unit <= Units; unit++)
        {
            sensors[unit - 1] = await station.AddSensorAsync(new SensorDraft { Id = $"unit_{unit}" });
        }

        slaves.Manners[SilentUnit] = SlaveManner.IsSilent;
        slaves.Manners[NoisyUnit] = SlaveManner.SpeaksNoise;
        slaves.OnNoAnswer = () => time.Advance(SlaveTimeout);
        var device = await station.AddDeviceAsync(draft with
        {
            Connection = draft.Connection with { TimeoutMilliseconds = (int)SlaveTimeout.TotalMilliseconds },
            Points = [.. sensors.Select((sensor, index) => DeviceSteps.PointOf(
                sensor, Quantity.FlowRate, new PointPlace { Unit = index + 1, Register = Register }))],
        });
        await using var host = await station.BeginDevicesAsync();
        var first = StationClock.MinuteOf(TestStation.Noon);
        for (var minute = first; minute < first + Minutes; minute++)
        {
            // All were asked, and the next minute is waited for.
            await time.SomebodyWaitsAsync();
            Assert.Equal(minute, StationClock.MinuteOf(time.GetUtcNow()));
            time.Advance(StationClock.InstantOf(minute + 1) - time.GetUtcNow());
        }

        await time.SomebodyWaitsAsync();
        Assert.Null(station.StateOf(device).Problem);
        await AssertKeptAsync(station, sensors, first);
        AssertPaused(station.StateOf(device), slaves);
    }

    private static async Task AssertKeptAsync(TestStation station, Sensor[] sensors, int first)
    {
        for (var unit = 1; unit <= Units; unit++)
        {
            var readings = await station.ReadingsAsync(sensors[unit - 1]);
            if (unit is SilentUnit or NoisyUnit)
            {
                Assert.Empty(readings);
                continue;
            }

            Assert.Equal(
                Enumerable.Range(first, Minutes + 1).Select(minute => (unit, minute)), readings.Select(reading => (unit, reading.Minute)));
            Assert.All(readings, reading => Assert.Equal((1000 * unit) + Register, reading.FlowRate));
        }
    }

    /// <summary>Asked twice in the first minute, then after 1, 2, 4, 8 and 15 minutes: 0, 1, 3, 7 and 15 of the twenty.</summary>
    private static void AssertPaused(DeviceState state, ModbusSlaves slaves)
    {
        Assert.All([SilentUnit, NoisyUnit], unit => Assert.Equal(6, slaves.Asked[unit]));
        Assert.All([1, 2, 4, 5, 7, 8], unit => Assert.Equal(Minutes + 1, slaves.Asked[unit]));
        Assert.All([1, 2, 4, 5, 7, 8], unit => Assert.Null(state.Slaves[unit].Problem));
        Assert.All(slaves.Functions, function => Assert.Equal(3, function));
        var silent = state.Slaves[SilentUnit];
        Assert.Equal((6L, 0L, 6L, 0L), (silent.Requests, silent.Answers, silent.Silences, silent.Noises));
        Assert.Equal("No answer within 1 s.", silent.Problem!.ToString());
        Assert.Equal(TestStation.Noon.AddMinutes(30), silent.NextTryAt);
        var noisy = state.Slaves[NoisyUnit];
        Assert.Equal((6L, 0L, 6L), (noisy.Requests, noisy.Answers, noisy.Silences + noisy.Noises));
    }
}
