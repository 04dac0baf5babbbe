using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>
/// Keeps what sensors are judged by in memory (criteria, thresholds, profiles, where monitoring stands), so that a minute of a thousand
/// sensors reads only their readings. A change of settings lets go of it.
/// </summary>
public sealed class SensorContexts : IDisposable
{
    /// <summary>Criteria of a few days are looked at again this often: the readings may have doubled.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromHours(1);

    private readonly IDbContextFactory<StationDbContext> contexts;
    private readonly CriteriaBuilder criteria;
    private readonly ISensorHolidays holidays;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<int, KnownJudges> judges = new();
    private readonly ConcurrentDictionary<int, SensorContext> known = new();
    private readonly IDisposable subscription;

    /// <summary>Counts what was let go of: what was read before is not kept after.</summary>
    private int generation;

    public SensorContexts(
        IDbContextFactory<StationDbContext> contexts, CriteriaBuilder criteria, ISensorHolidays holidays, ChangeFeed changes,
        TimeProvider time)
    {
        (this.contexts, this.criteria, this.holidays, this.time) = (contexts, criteria, holidays, time);
        subscription = changes.Subscribe(Forget);
    }

    /// <summary>What the sensor's alarms are found by.</summary>
    public async Task<SensorContext> LoadAsync(Sensor sensor, CancellationToken cancellation = default)
    {
        if (known.TryGetValue(sensor.Key, out var found))
        {
            return found;
        }

        var before = Volatile.Read(ref generation);
        return Keep(known, sensor.Key, await DescribeAsync(sensor, cancellation), before);
    }

    /// <summary>The same, read anew.</summary>
    public Task<SensorContext> ReloadAsync(Sensor sensor, CancellationToken cancellation = default)
    {
        known.TryRemove(sensor.Key, out _);
        return LoadAsync(sensor, cancellation);
    }

    /// <summary>
    /// What its values are judged by: of the quantities that can be judged. First criteria are built as soon as there are enough readings.
    /// </summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="newMinutes">How many minutes came since they were asked for the last time: a quantity without criteria may have got
    /// enough of them.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    public async Task<IReadOnlyList<QuantityJudge>> LoadJudgesAsync(
        Sensor sensor, long newMinutes, CancellationToken cancellation = default)
    {
        if (judges.TryGetValue(sensor.Key, out var found) && found.Holds(time.GetUtcNow(), newMinutes))
        {
            return found.Judges;
        }

        var before = Volatile.Read(ref generation);
        var missing = long.MaxValue;
        var loaded = new List<QuantityJudge>();
        HourCells? cells = null;
        foreach (var quantity in QuantityNames.All)
        {
            if (await criteria.CurrentOrFirstAsync(sensor.Key, quantity, cancellation) is { } current)
            {
                cells ??= new HourCells(sensor.Clock.ToLocal, await holidays.LoadAsync(sensor.Key, cancellation));
                loaded.Add(
                    new QuantityJudge(quantity, current, (await ThresholdsAsync(sensor.Key, quantity, cancellation)).Settings, cells));
            }
            else if (await criteria.CountMissingAsync(sensor.Key, quantity, cancellation) is > 0 and var few)
            {
                missing = Math.Min(missing, few);
            }
            else
            {
                // Such as a pressure that ended months ago. A fit reads a quarter of a year: it is tried again when a file came, and not at
                // each minute.
                missing = Math.Min(missing, NormalCriteria.MinimumReadings);
            }
        }

        // The minutes of a sensor without any criteria wait, and come again each time: a thousand new ones are not counted each minute.
        Keep(
            judges, sensor.Key, new KnownJudges(loaded, time.GetUtcNow() + Recheck, loaded.Count > 0 ? missing : missing + newMinutes),
            before);
        return loaded;
    }

    public void Dispose() => subscription.Dispose();

    /// <summary>Something may have been saved while it was read, and be missing in it: then it is used this once.</summary>
    private T Keep<T>(ConcurrentDictionary<int, T> all, int sensorKey, T loaded, int before)
    {
        all[sensorKey] = loaded;
        if (Volatile.Read(ref generation) != before)
        {
            all.TryRemove(sensorKey, out _);
        }

        return loaded;
    }

    private void Forget(Change change)
    {
        if (change.Kind is not (ChangeKind.Settings or ChangeKind.Stations))
        {
            return;
        }

        Interlocked.Increment(ref generation);
        if (change.SensorKey is { } key)
        {
            judges.TryRemove(key, out _);
            known.TryRemove(key, out _);
        }
        else
        {
            judges.Clear();
            known.Clear();
        }
    }

    private async Task<ThresholdVersion> ThresholdsAsync(int sensorKey, Quantity quantity, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.EffectiveThresholdsAsync(sensorKey, quantity, cancellation);
    }

    private async Task<SensorContext> DescribeAsync(Sensor sensor, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var flow = await db.EffectiveCriteriaAsync(sensor.Key, Quantity.FlowRate, cancellation);
        var pressure = await db.EffectiveCriteriaAsync(sensor.Key, Quantity.Pressure, cancellation);
        var profile = new SensorProfile(flow?.ToProfile(), pressure?.ToProfile(), pressure?.ToRelation());
        var settings = new MonitorSettings
        {
            IntervalMinutes = sensor.SamplingIntervalMinutes,
            FlowRate = (await db.EffectiveThresholdsAsync(sensor.Key, Quantity.FlowRate, cancellation)).Settings,
            Pressure = (await db.EffectiveThresholdsAsync(sensor.Key, Quantity.Pressure, cancellation)).Settings,
        };
        int[] ids = [.. new[] { flow, pressure }.OfType<CriteriaVersion>().Select(version => version.Id)];
        return new SensorContext(sensor, profile, settings, await holidays.LoadAsync(sensor.Key, cancellation), ids);
    }

    /// <param name="judges">Of the quantities that have criteria.</param>
    /// <param name="until">When they are looked at again at the latest.</param>
    /// <param name="missing">Minutes after which another quantity may have enough readings; without judges, those that wait already are
    /// among them.</param>
    private sealed class KnownJudges(IReadOnlyList<QuantityJudge> judges, DateTimeOffset until, long missing)
    {
        private long missing = missing;

        public IReadOnlyList<QuantityJudge> Judges => judges;

        public bool Holds(DateTimeOffset now, long newMinutes) =>
            until > now && (judges.Count > 0 ? Interlocked.Add(ref missing, -newMinutes) : missing - newMinutes) > 0;
    }
}
