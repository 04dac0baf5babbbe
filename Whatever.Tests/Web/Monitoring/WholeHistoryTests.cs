using CsCheck;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Reconciling;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Model.Simulation;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Monitoring;

/// <summary>What is found does not depend on how much comes at once, whose turn it is first, or how long ago it was.</summary>
public sealed class WholeHistoryTests
{
    private const int Day = 1440;

    /// <summary>A quarter of an hour from reading to reading: three hundred days are soon stored.</summary>
    [Fact]
    public async Task Run_HistoryLongerThanOnePass_IsJudgedToItsBeginning()
    {
        await using var station = await TestStation.StartAsync();
        var now = StationClock.MinuteOf(station.Time.GetUtcNow());
        var sensor = await station.AddSensorAsync(new() { Id = "old", SamplingIntervalMinutes = 15 });

        // The first one lasts from two hours before the end of the first pass to ten hours after it.
        int[] bursts = [now - (210 * Day) - 120, now - (130 * Day), now - (60 * Day)];
        await StoreAsync(station, sensor, now - (300 * Day), now - 1, 15, [.. bursts.Select(burst => Burst(sensor, burst, 12 * 60, 0.8))]);
        var passes = 1;
        for (; (await RunAsync(station)).IsMoreLeft; passes++)
        {
            Assert.InRange(passes, 1, 20);
        }

        Assert.InRange(passes, 3, 6);
        var alarms = (await AlarmsAsync(station, sensor)).Where(alarm => alarm.Cause == AlarmCause.Burst).ToList();
        Assert.All(bursts, burst =>
        {
            var alarm = Assert.Single(alarms, alarm => alarm.Raised >= burst && alarm.Raised < burst + (12 * 60));
            Assert.InRange(alarm.Raised - burst, 0, 119);
            Assert.InRange(alarm.Cleared - burst ?? 0, 12 * 60, 15 * 60);
        });
        Assert.Equal(0, await station.QueryAsync(db => db.StaleSpans.CountAsync(TestStation.Cancellation)));
        Assert.True((await station.QueryAsync(db => db.SensorStates.SingleAsync(TestStation.Cancellation))).IsLive);
    }

    /// <summary>A row of the part that was gone through, and one of the part that was not, come between two passes.</summary>
    [Fact]
    public async Task Run_RowsComeWhileSomeOfAHistoryWaits_FindsTheBurstsThatItWouldHaveFound()
    {
        var found = new List<List<Found>>();
        foreach (var isLate in (bool[])[false, true])
        {
            await using var station = await TestStation.StartAsync();
            var now = StationClock.MinuteOf(station.Time.GetUtcNow());
            var sensor = await station.AddSensorAsync(new() { Id = "old", SamplingIntervalMinutes = 15 });
            var events = new[] { Burst(sensor, now - (140 * Day), 300, 0.8), Burst(sensor, now - (50 * Day), 300, 0.8) };
            int[] late = [now - (139 * Day), now - (60 * Day)];
            await StoreAsync(station, sensor, now - (200 * Day), now - 1, 15, events, isLate ? late : []);
            Assert.True((await RunAsync(station)).IsMoreLeft);
            foreach (var minute in isLate ? late : [])
            {
                await StoreAsync(station, sensor, minute, minute + 14, 15, events);
            }

            for (var passes = 0; await station.QueryAsync(db => db.StaleSpans.AnyAsync(TestStation.Cancellation)); passes++)
            {
                Assert.InRange(passes, 0, 20);
                await RunAsync(station);
            }

            // What is usual at night is known from fewer nights after a late row: there the replay begins five weeks before it.
            found.Add([.. (await AlarmsAsync(station, sensor)).Where(alarm => alarm.Cause == AlarmCause.Burst)]);
        }

        Assert.Equal(2, found[0].Count);
        Assert.Equal(found[0], found[1]);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    [InlineData("a")]
    [InlineData]
    public async Task Detect_InAnyOrder_FindsTheSame(params string[] order)
    {
        await using var station = await TestStation.StartAsync();
        var now = StationClock.MinuteOf(station.Time.GetUtcNow());
        var sensors = new List<Sensor>();
        foreach (var id in (string[])["a", "b"])
        {
            var sensor = await station.AddSensorAsync(new() { Id = id });
            sensors.Add(sensor);
            await StoreAsync(
                station, sensor, now - (25 * Day), now - 1, 1,
                [Burst(sensor, now - (4 * Day), 120, 0.5), Stuck(sensor, now - (2 * Day), 180)]);
        }

        foreach (var id in order)
        {
            await station.Get<SpanDetector>().DetectAsync(
                sensors.Single(sensor => sensor.Id == id), null, null, TestStation.Cancellation);
            await RunAsync(station);
        }

        await RunAsync(station);
        foreach (var sensor in sensors)
        {
            var alarms = await AlarmsAsync(station, sensor);
            Assert.Contains(alarms, alarm => alarm.Cause == AlarmCause.Burst && alarm.Raised - (now - (4 * Day)) is >= 0 and < 60);
            Assert.Contains(alarms, alarm => alarm.Cause == AlarmCause.Stuck && alarm.Raised - (now - (2 * Day)) is >= 0 and < 120);
        }
    }

    /// <summary>Three days that come in portions of a minute to four hours, or all at once.</summary>
    [Fact]
    public Task Run_InPortionsOrAtOnce_FindsTheSame() =>
        Seeded.HoldsAsync(Gen.Select(Gen.Int[1, 240].Array[12, 60], Gen.Int[0, 1000]), 3, async sample =>
        {
            var (portions, seed) = sample;
            var live = await LiveAsync(portions, seed);
            var batch = await LiveAsync([], seed);
            Assert.NotEmpty(batch);
            Assert.Equal(batch, live);
        });

    private static async Task<List<Found>> LiveAsync(int[] portions, int seed)
    {
        await using var station = await TestStation.StartAsync();
        var begin = StationClock.MinuteOf(station.Time.GetUtcNow());
        var end = begin + (3 * Day);
        var sensor = await station.AddSensorAsync(new() { Id = "s" });
        SimulatedEvent[] events =
        [
            Burst(sensor, begin + 200 + seed, 150, 0.4), Stuck(sensor, begin + 1600 + (seed / 2), 200),
            new(SimulatedEventKind.Spike, At(sensor, begin + 2900 + seed), TimeSpan.FromMinutes(3), 1),
        ];
        await StoreAsync(station, sensor, begin - (25 * Day), begin - 1, 1, events);
        await station.Get<SpanDetector>().DetectAsync(sensor, null, null, TestStation.Cancellation);
        await RunAsync(station);
        var minute = begin;
        foreach (var portion in portions.Append(end - begin))
        {
            var to = Math.Min(end, minute + portion);
            if (to > minute)
            {
                await StoreAsync(station, sensor, minute, to - 1, 1, events);
                station.Time.SetUtcNow(StationClock.InstantOf(to));
                await RunAsync(station);
                minute = to;
            }
        }

        return [.. (await AlarmsAsync(station, sensor)).Where(alarm => alarm.Raised >= begin)];
    }

    private static Task<PassReport> RunAsync(TestStation station) => station.Get<MonitoringPass>().RunAsync(TestStation.Cancellation);

    private static Task<List<Found>> AlarmsAsync(TestStation station, Sensor sensor) => station.QueryAsync(async db =>
        (await db.Alarms.AsNoTracking().Where(alarm => alarm.SensorKey == sensor.Key && alarm.Ended != AlarmEnd.Withdrawn)
            .OrderBy(alarm => alarm.RaisedMinute).ThenBy(alarm => alarm.Cause).ToListAsync(TestStation.Cancellation))
        .ConvertAll(alarm => new Found(alarm.Cause, alarm.Quantity, alarm.SinceMinute, alarm.RaisedMinute, alarm.ClearedMinute)));

    private static DateTime At(Sensor sensor, int minute) => sensor.Clock.ToLocal(minute);

    private static SimulatedEvent Burst(Sensor sensor, int minute, int minutes, double share) =>
        new(SimulatedEventKind.Burst, At(sensor, minute), TimeSpan.FromMinutes(minutes), share);

    private static SimulatedEvent Stuck(Sensor sensor, int minute, int minutes) =>
        new(SimulatedEventKind.StuckSensor, At(sensor, minute), TimeSpan.FromMinutes(minutes));

    private static Task<WriteCounts> StoreAsync(
        TestStation station, Sensor sensor, int from, int to, int interval, SimulatedEvent[] events, params int[] without)
    {
        var minutes = new WaterSimulator(new SimulationOptions { Seed = 3, Events = events })
            .Generate(sensor.Clock.ToLocal(from), to - from + 1).Where((_, index) => IsStored(from + index)).ToArray();
        return station.StoreAsync(
            sensor,
            new ReadingColumns(
                [.. Enumerable.Range(from, to - from + 1).Where(IsStored)],
                Array.ConvertAll(minutes, minute => minute.FlowRate), Array.ConvertAll(minutes, minute => minute.Pressure)));

        bool IsStored(int minute) => minute % interval == 0 && !without.Contains(minute);
    }

    private sealed record Found(AlarmCause Cause, Quantity? Quantity, int Since, int Raised, int? Cleared);
}
