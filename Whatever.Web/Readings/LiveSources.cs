using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>
/// Moves replays and simulated sensors on to where the clock says they should be. What is stored is derived from the minute itself, so that
/// doing it twice, or again after a crash, changes nothing.
/// </summary>
public sealed class LiveSources(
    IDbContextFactory<StationDbContext> contexts, DataFolder folder, ReadingStore store, ReadingPlans plans, TimeProvider time,
    ILogger<LiveSources> logger) : IDisposable
{
    /// <summary>A simulated sensor catches up at this speed, so that a person sees points arrive.</summary>
    public const int DemoSpeed = 60;

    /// <summary>What lies further back than this is filled in one go.</summary>
    public const int DemoLeadMinutes = 120;

    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<(int SensorKey, string File), MockSeries> tapes = new();
    private readonly ConcurrentDictionary<int, Pace> paces = new();

    /// <returns>How many minutes were stored.</returns>
    public async Task<int> AdvanceAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var stored = 0;
            foreach (var replay in await db.Replays.AsNoTracking().Where(replay => replay.Running).ToListAsync(cancellation))
            {
                stored += await AdvanceReplayAsync(db, replay, cancellation);
            }

            foreach (
                var sensor in await db.Sensors.AsNoTracking().Where(sensor => sensor.Source == ReadingSource.Simulator)
                    .ToListAsync(cancellation))
            {
                stored += await AdvanceSimulatorAsync(db, sensor, cancellation);
            }

            StationMeters.CountReadings("live", stored);
            return stored;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<int> AdvanceReplayAsync(StationDbContext db, Replay replay, CancellationToken cancellation)
    {
        var to = PaceOf(replay.SensorKey).Reach(replay.PlayedThroughMinute, replay.Speed, time);
        if (to <= replay.PlayedThroughMinute)
        {
            return 0;
        }

        try
        {
            var sensor = await db.Sensors.AsNoTracking().SingleAsync(sensor => sensor.Key == replay.SensorKey, cancellation);
            var tape = tapes.GetOrAdd((sensor.Key, replay.File), key => MockSeries.Load(
                Path.Combine(folder.Root, key.File), sensor, plans.ContextOf(sensor, replay.FileName, new(), latest: null)).Series);
            var rows = tape.Lay(replay.StartMinute, replay.PlayedThroughMinute + 1, to, replay.Loop);
            var ended = !replay.Loop && to - replay.StartMinute >= tape.LengthMinutes;
            var counts = await store.StoreAsync(
                replay.SensorKey,
                rows,
                context => context.Replays.Where(row => row.SensorKey == replay.SensorKey && row.File == replay.File).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.PlayedThroughMinute, to).SetProperty(row => row.Running, !ended), cancellation),

                // It is played as if it were of now, whatever its day.
                History.EverythingIsTold, cancellation);
            return counts.Inserted + counts.Updated;
        }
        catch (Exception problem) when (problem is IOException or UnreadableCsvException)
        {
            logger.LogWarning("Replay of {File} stopped: {Reason}", replay.FileName, problem.Message);
            await db.Replays.Where(row => row.SensorKey == replay.SensorKey)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Running, false), cancellation);
            return 0;
        }
    }

    private async Task<int> AdvanceSimulatorAsync(StationDbContext db, Sensor sensor, CancellationToken cancellation)
    {
        var newest = await db.Readings.Where(reading => reading.SensorKey == sensor.Key)
            .MaxAsync(reading => (int?)reading.Minute, cancellation);
        var now = StationClock.MinuteOf(time.GetUtcNow());
        if (newest is not { } last || last >= now)
        {
            return 0;
        }

        var from = Math.Max(last, now - DemoLeadMinutes);
        var to = Math.Max(from, PaceOf(sensor.Key).Reach(from, DemoSpeed, time));
        return to > last ? await StoreSimulatedAsync(sensor, last + 1, to, cancellation) : 0;
    }

    private async Task<int> StoreSimulatedAsync(Sensor sensor, int from, int to, CancellationToken cancellation)
    {
        var rows = DemoWater.Generate(sensor, from, to);
        var counts = await store.StoreAsync(sensor.Key, rows, cancellation: cancellation);
        return counts.Inserted + counts.Updated;
    }

    private Pace PaceOf(int sensorKey) => paces.GetOrAdd(sensorKey, _ => new Pace());

    /// <summary>How far a source may go: faster than life while it is behind, and never beyond the present minute.</summary>
    private sealed class Pace
    {
        private long lastLook;
        private double credit;

        public int Reach(int playedThrough, int speed, TimeProvider time)
        {
            var now = StationClock.MinuteOf(time.GetUtcNow());
            var elapsed = lastLook == 0 ? TimeSpan.FromSeconds(1) : time.GetElapsedTime(lastLook);
            lastLook = time.GetTimestamp();
            if (speed == 1 || playedThrough >= now)
            {
                credit = 0;
                return now;
            }

            credit += Math.Min(elapsed.TotalMinutes, 1) * speed;
            var whole = (int)credit;
            credit -= whole;
            return Math.Min(now, playedThrough + whole);
        }
    }
}
