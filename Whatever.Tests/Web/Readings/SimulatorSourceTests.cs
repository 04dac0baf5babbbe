using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

public sealed class SimulatorSourceTests
{
    [Fact]
    public async Task Advance_LongBehind_FillsUpAndThenGoesOnMinuteByMinuteWithoutGaps()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await AddSimulatedAsync(station, minutesAgo: 500);
        for (var second = 0; second < 300; second++)
        {
            station.Time.Advance(TimeSpan.FromSeconds(1));
            await station.Get<LiveSources>().AdvanceAsync(TestStation.Cancellation);
        }

        var now = StationClock.MinuteOf(station.Time.GetUtcNow());
        var minutes = (await station.ReadingsAsync(sensor)).Select(row => row.Minute).ToList();
        Assert.Equal(Enumerable.Range(minutes[0], minutes.Count), minutes);
        Assert.Equal(now, minutes[^1]);
    }

    [Fact]
    public async Task Advance_InSmallStepsOrAtOnce_GivesTheSameWater()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await AddSimulatedAsync(station, minutesAgo: 0);
        for (var minute = 0; minute < 30; minute++)
        {
            station.Time.Advance(TimeSpan.FromMinutes(1));
            await station.Get<LiveSources>().AdvanceAsync(TestStation.Cancellation);
        }

        var stored = await station.ReadingsAsync(sensor);
        var atOnce = DemoWater.Generate(sensor, stored[0].Minute, stored[^1].Minute);
        Assert.Equal(31, stored.Count);
        Assert.Equal(atOnce.FlowRate, stored.Select(row => row.FlowRate!.Value));
        Assert.Equal(atOnce.Pressure, stored.Select(row => row.Pressure!.Value));
    }

    [Fact]
    public async Task Advance_ExternalSensor_GetsNoInventedWater()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.StoreAsync(sensor, StationClock.MinuteOf(station.Time.GetUtcNow()) - 10, [1.0]);
        Assert.Equal(0, await station.Get<LiveSources>().AdvanceAsync(TestStation.Cancellation));
    }

    private static async Task<Sensor> AddSimulatedAsync(TestStation station, int minutesAgo)
    {
        Assert.Empty(
            await station.Get<StationEditor>().AddSensorAsync(new() { Id = "demo" }, ReadingSource.Simulator, TestStation.Cancellation));
        var sensor = (await station.QueryAsync(db => Task.FromResult(db.Sensors.Single())))!;
        var from = StationClock.MinuteOf(station.Time.GetUtcNow()) - minutesAgo;
        await station.StoreAsync(sensor, DemoWater.Generate(sensor, from, from));
        return sensor;
    }
}
