using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms.Watch;

/// <summary>Keeps criteria, settings and positions of all sensors in memory, so that a minute of a thousand sensors reads only their readings.</summary>
public sealed class WatchList : IDisposable
{
    private readonly IDbContextFactory<StationDbContext> contexts;
    private readonly ISensorHolidays holidays;
    private readonly ConcurrentDictionary<int, WatchedSensor> known = new();
    private readonly ILogger<WatchList> logger;
    private readonly IDisposable subscription;
    private int generation;

    public WatchList(IDbContextFactory<StationDbContext> contexts, ISensorHolidays holidays, ChangeFeed changes, ILogger<WatchList> logger)
    {
        (this.contexts, this.holidays, this.logger) = (contexts, holidays, logger);
        subscription = changes.Subscribe(Forget);
    }

    /// <summary>All sensors, with what they are judged by as things stand now.</summary>
    public async Task<IReadOnlyList<WatchedSensor>> LoadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(cancellation);
        var watched = new List<WatchedSensor>(sensors.Count);
        foreach (var sensor in sensors)
        {
            if (!known.TryGetValue(sensor.Key, out var found))
            {
                var before = Volatile.Read(ref generation);
                try
                {
                    found = await DescribeAsync(db, sensor, cancellation);
                }
                catch (Exception problem) when (problem is not (OperationCanceledException or System.Data.Common.DbException))
                {
                    logger.LogError(problem, "{Sensor} cannot be watched", sensor.Id);
                    continue;
                }

                // What a person saved while it was read may be missing in it.
                if (before == Volatile.Read(ref generation))
                {
                    known[sensor.Key] = found;
                }
            }

            watched.Add(found);
        }

        return watched;
    }

    /// <summary>Where the last round of a sensor ended; null for one that was never watched.</summary>
    public static WatchPosition? PositionOf(StationDbContext db, WatchedSensor sensor) =>
        sensor.Position ??= db.SensorWatches.AsNoTracking().FirstOrDefault(watch => watch.SensorKey == sensor.Sensor.Key) is { } stored
            ? new WatchPosition(StoredJson.Read<MonitorState>(stored.State), stored.IsLive)
            : null;

    /// <summary>Positions are read again: a round ended half way.</summary>
    public void ForgetPositions()
    {
        foreach (var sensor in known.Values)
        {
            sensor.Position = null;
        }
    }

    public void Dispose() => subscription.Dispose();

    private void Forget(Change change)
    {
        if (change.Kind is ChangeKind.Settings or ChangeKind.Stations)
        {
            Interlocked.Increment(ref generation);
            if (change.SensorKey is { } key)
            {
                known.TryRemove(key, out _);
            }
            else
            {
                known.Clear();
            }
        }
    }

    private async Task<WatchedSensor> DescribeAsync(StationDbContext db, Sensor sensor, CancellationToken cancellation)
    {
        var flow = await db.CriteriaInForceAsync(sensor.Key, Quantity.FlowRate, cancellation);
        var pressure = await db.CriteriaInForceAsync(sensor.Key, Quantity.Pressure, cancellation);
        var profile = new SensorProfile(flow?.ToProfile(), pressure?.ToProfile(), pressure?.ToRelation());
        var settings = new MonitorSettings
        {
            IntervalMinutes = sensor.SamplingIntervalMinutes,
            FlowRate = (await db.ThresholdsInForceAsync(sensor.Key, Quantity.FlowRate, cancellation)).ToSettings(),
            Pressure = (await db.ThresholdsInForceAsync(sensor.Key, Quantity.Pressure, cancellation)).ToSettings(),
        };
        return new WatchedSensor(sensor, profile, settings, await holidays.LoadAsync(sensor.Key, cancellation));
    }
}
