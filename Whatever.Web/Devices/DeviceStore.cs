using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>
/// Stores what a device said: readings of any number of sensors, what its counters said last and what was taken of it, in one transaction.
/// When this has ended, the device may be told that its message was taken.
/// </summary>
public sealed class DeviceStore(
    IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, DeviceStates states, ClockDoubt doubt, TimeProvider time)
{
    /// <summary>By the points of counters. Devices store at the same time, but each point belongs to one of them.</summary>
    private readonly ConcurrentDictionary<(int Point, int Sensor), SeenFlows> seen = new();

    /// <param name="deviceId">Of the device.</param>
    /// <param name="samples">In the order in which they came.</param>
    /// <param name="progress">What the driver remembers of it; null where that stays.</param>
    /// <param name="cancellation">What is begun is committed all the same.</param>
    public async Task StoreAsync(int deviceId, IReadOnlyList<Sample> samples, string? progress, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var points = await db.DevicePoints.Where(point => point.DeviceId == deviceId).ToDictionaryAsync(point => point.Id, cancellation);
        var batch = new SampleBatch(
            points, await ClocksAsync(db, points.Values, cancellation), time.GetUtcNow(),
            point => seen.GetOrAdd((point.Id, point.SensorKey), _ => new SeenFlows()),
            (sensorKey, from, to) => ReadingReader.ReadUsable(db, sensorKey, from, to), doubt);
        foreach (var sample in samples)
        {
            batch.Take(sample);
        }

        var (stored, changed) = (0, new List<int>());
        foreach (var (sensorKey, readings) in batch.Readings())
        {
            var counts = ReadingWriter.Write(db, sensorKey, readings, History.ToldFrom(doubt.EarliestNow), cancellation);
            stored += counts.Inserted + counts.Updated;
            if (counts.Changed)
            {
                changed.Add(sensorKey);
            }
        }

        await db.SaveChangesAsync(cancellation);
        if (progress is not null)
        {
            await db.DeviceSources.Where(device => device.Id == deviceId)
                .ExecuteUpdateAsync(set => set.SetProperty(device => device.Progress, progress), cancellation);
        }

        await transaction.CommitAsync(CancellationToken.None);
        StationMeters.CountReadings("device", stored, batch.Refused);
        changed.ForEach(sensorKey => changes.Publish(ChangeKind.Readings, sensorKey));
        Show(deviceId, batch, stored);
    }

    public async Task<string?> ReadProgressAsync(int deviceId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.DeviceSources.Where(device => device.Id == deviceId).Select(device => device.Progress)
            .SingleOrDefaultAsync(cancellation);
    }

    private static async Task<Dictionary<int, StationClock>> ClocksAsync(
        StationDbContext db, IEnumerable<DevicePoint> points, CancellationToken cancellation)
    {
        var keys = points.Select(point => point.SensorKey).Distinct().ToList();
        var zones = await db.Sensors.AsNoTracking().Where(sensor => keys.Contains(sensor.Key))
            .Select(sensor => new { sensor.Key, sensor.TimeZone }).ToListAsync(cancellation);
        return zones.ToDictionary(sensor => sensor.Key, sensor => StationClock.For(sensor.TimeZone));
    }

    private void Show(int deviceId, SampleBatch batch, int stored)
    {
        var now = time.GetUtcNow();
        states.Change(deviceId, state =>
        {
            var next = state with { Stored = state.Stored + stored, Values = state.Values.SetItems(batch.Values) };
            next = batch.Refusal is { } refusal ? next.Refuse(refusal, now, batch.Refused) : next;
            return batch.Notice is { } notice ? next with { Notice = notice, NoticedAt = now } : next;
        });
    }
}
