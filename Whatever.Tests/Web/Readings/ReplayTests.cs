using Microsoft.EntityFrameworkCore;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;

namespace Whatever.Tests.Web.Readings;

public sealed class ReplayTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private TestStation station = null!;
    private Sensor sensor = null!;

    private int Now => StationClock.MinuteOf(station.Time.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync(root: folder.Path);
        sensor = await station.AddSensorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await station.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Replay_AtSpeedOne_MovesTheFirstRowToNowAndGivesOneRowAMinute()
    {
        var start = Now;
        await StartAsync(Tape(5), speed: 1, loop: true);
        Assert.Equal(1, await AdvanceAsync());
        station.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, await AdvanceAsync());
        Assert.Equal(0, await AdvanceAsync());
        Assert.Equal([(start, 0.0), (start + 1, 1.0), (start + 2, 2.0)], await FlowsAsync());
    }

    [Fact]
    public async Task Replay_Loop_BeginsAgainAfterTheLastRow()
    {
        await StartAsync(Tape(3), speed: 1, loop: true);
        station.Time.Advance(TimeSpan.FromMinutes(7));
        await AdvanceAsync();
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1], (await FlowsAsync()).Select(row => row.Flow));
    }

    [Fact]
    public async Task Replay_WithoutLoop_EndsAfterTheLastRow()
    {
        await StartAsync(Tape(3), speed: 1, loop: false);
        station.Time.Advance(TimeSpan.FromMinutes(10));
        await AdvanceAsync();
        Assert.Equal([0, 1, 2], (await FlowsAsync()).Select(row => row.Flow));
        Assert.False(await station.QueryAsync(db => db.Replays.Select(replay => replay.Running).SingleAsync(TestStation.Cancellation)));
    }

    [Fact]
    public async Task Replay_TapeWithGaps_KeepsThem()
    {
        var start = Now;
        await StartAsync("time,flow_rate\n2023-01-01 0:00,0\n2023-01-01 0:03,3\n", speed: 1, loop: true);
        station.Time.Advance(TimeSpan.FromMinutes(5));
        await AdvanceAsync();
        Assert.Equal([start, start + 3, start + 4], (await FlowsAsync()).Select(row => row.Minute));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(600, 600)]
    [InlineData(2, 2)]
    public async Task Replay_FasterThanLife_GivesSpeedTimesTheMinutesAndStopsAtNow(int speed, int perMinute)
    {
        await StartAsync(Tape(1500), speed, loop: true);
        await AdvanceAsync();
        var before = (await FlowsAsync()).Count;
        for (var second = 0; second < 60; second++)
        {
            station.Time.Advance(TimeSpan.FromSeconds(1));
            await AdvanceAsync();
        }

        var flows = await FlowsAsync();
        Assert.InRange(flows.Count - before, perMinute - 1, perMinute + 1);
        Assert.Equal(Enumerable.Range(flows[0].Minute, flows.Count), flows.Select(row => row.Minute));
        Assert.True(flows[^1].Minute <= Now);
    }

    [Fact]
    public async Task Replay_CaughtUpWithThePresent_GoesOnAtSpeedOneAndNeverIntoTheFuture()
    {
        await StartAsync(Tape(100), speed: 600, loop: true);
        for (var second = 0; second < 30; second++)
        {
            station.Time.Advance(TimeSpan.FromSeconds(1));
            await AdvanceAsync();
        }

        Assert.Equal(Now, (await FlowsAsync())[^1].Minute);
        station.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await AdvanceAsync());
    }

    [Fact]
    public async Task Replay_AfterARestart_ResumesWithoutGapsOrDoubles()
    {
        var start = Now;
        await StartAsync(Tape(7), speed: 1, loop: true);
        station.Time.Advance(TimeSpan.FromMinutes(3));
        await AdvanceAsync();
        var stoppedAt = station.Time.GetUtcNow();
        await station.DisposeAsync();
        station = await TestStation.StartAsync(stoppedAt.AddMinutes(20), folder.Path);
        await AdvanceAsync();
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (start + i, (double)(i % 7))), await FlowsAsync());
    }

    [Fact]
    public async Task Replay_Stopped_StoresNothingMore()
    {
        await StartAsync(Tape(5), speed: 1, loop: true);
        await AdvanceAsync();
        await station.Get<ReplayControl>().StopAsync(sensor.Key, TestStation.Cancellation);
        station.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, await AdvanceAsync());
    }

    [Fact]
    public async Task Replay_FileGone_StopsWithoutStoppingOthers()
    {
        var other = await station.AddSensorAsync(new() { Id = "other" });
        var path = await StartAsync(Tape(5), speed: 1, loop: true);
        await StartAsync(Tape(5), speed: 1, loop: true, other);
        File.Delete(path);
        Assert.Equal(1, await AdvanceAsync());
        Assert.Single(await station.StoredAsync(other));
    }

    [Fact]
    public async Task Replay_OneFileInTwoSensorsOfOtherIntervals_KeepsEachPeriod()
    {
        var hourly = await station.AddSensorAsync(new() { Id = "hourly", SamplingIntervalMinutes = 60 });
        var path = await StartAsync(Tape(2), speed: 1, loop: true);
        await station.Get<ReplayControl>().StartAsync(hourly, path, "tape.csv", new(), 1, true, TestStation.Cancellation);
        station.Time.Advance(TimeSpan.FromMinutes(59));
        await AdvanceAsync();
        Assert.Equal(60, (await station.ReadingsAsync(sensor)).Count);
        Assert.Equal(2, (await station.ReadingsAsync(hourly)).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(601)]
    public async Task Start_SpeedOutOfRange_IsRefused(int speed) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StartAsync(Tape(2), speed, loop: true));

    [Fact]
    public async Task Start_FileWithoutAGoodRow_IsRefusedAndTheOldReplayGoesOn()
    {
        await StartAsync(Tape(2), speed: 1, loop: true);
        await Assert.ThrowsAsync<UnreadableCsvException>(() => StartAsync("time,flow_rate\nbad,1\n", speed: 1, loop: true));
        Assert.Equal(1, await AdvanceAsync());
    }

    private static string Tape(int minutes) => "time,flow_rate\n"
        + string.Concat(Enumerable.Range(0, minutes).Select(i => $"{WireTime.Write(new DateTime(2023, 1, 1).AddMinutes(i))},{i}\n"));

    private async Task<string> StartAsync(string csv, int speed, bool loop, Sensor? other = null)
    {
        var path = folder.Write($"{Guid.NewGuid():N}.csv", csv);
        await station.Get<ReplayControl>().StartAsync(other ?? sensor, path, "tape.csv", new(), speed, loop, TestStation.Cancellation);
        return path;
    }

    private Task<int> AdvanceAsync() => station.Get<LiveSources>().AdvanceAsync(TestStation.Cancellation);

    private async Task<List<(int Minute, double Flow)>> FlowsAsync() =>
        [.. (await station.ReadingsAsync(sensor)).Select(row => (row.Minute, row.FlowRate!.Value))];
}
