using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>Starts and stops the replay of a mock CSV.</summary>
public sealed class ReplayControl(
    IDbContextFactory<StationDbContext> contexts, ReadingPlans plans, DataFolder folder, ChangeFeed changes, TimeProvider time)
{
    public const int FastestSpeed = 600;

    /// <summary>A replay faster than life begins at most this far in the past, so that it has something to catch up.</summary>
    private const int LongestLeadMinutes = 28 * 24 * 60;

    /// <summary>
    /// Times are moved: at speed 1 the first row gets the present minute. A faster replay begins in the past, by the length of the file,
    /// catches up with the present and goes on at speed 1, because a reading from the future is not a reading.
    /// </summary>
    /// <exception cref="UnreadableCsvException">The file cannot be read or holds no row; the old replay goes on.</exception>
    public async Task StartAsync(
        Sensor sensor, string path, string fileName, PlanChoices choices, int speed, bool loop, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(speed, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(speed, FastestSpeed);
        var (tape, plan) = MockSeries.Load(path, sensor, plans.ContextOf(sensor, fileName, choices, latest: null));
        var minutes = tape.LengthMinutes;
        var now = StationClock.MinuteOf(time.GetUtcNow());
        var start = speed == 1 ? now : now - Math.Min(minutes, LongestLeadMinutes);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Replays.Where(replay => replay.SensorKey == sensor.Key).ExecuteDeleteAsync(cancellation);
        db.Replays.Add(new Replay
        {
            SensorKey = sensor.Key,
            File = Path.GetRelativePath(folder.Root, path),
            FileName = fileName,
            Speed = speed,
            Loop = loop,
            StartMinute = start,
            PlayedThroughMinute = start - 1,
        });
        await plans.SaveAsync(db, sensor.Key, plan, fileName, cancellation);
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Settings, sensor.Key);
    }

    public async Task StopAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Replays.Where(replay => replay.SensorKey == sensorKey)
            .ExecuteUpdateAsync(set => set.SetProperty(replay => replay.Running, false), cancellation);
        changes.Publish(ChangeKind.Settings, sensorKey);
    }
}
