using System.Collections.Concurrent;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>Keeps the criteria and thresholds in force in memory, so that a minute of a thousand sensors need not read them; a change lets go of them.</summary>
public sealed class JudgeList : IDisposable
{
    /// <summary>Criteria of a few days are looked at again this often: the readings may have doubled.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromHours(1);

    private readonly CriteriaBuilder criteria;
    private readonly ThresholdEditor thresholds;
    private readonly ISensorHolidays holidays;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<int, Known> known = new();
    private readonly IDisposable subscription;

    /// <summary>Counts what was let go of: what was read before is not kept after.</summary>
    private int changed;

    public JudgeList(CriteriaBuilder criteria, ThresholdEditor thresholds, ISensorHolidays holidays, ChangeFeed changes, TimeProvider time)
    {
        (this.criteria, this.thresholds, this.holidays, this.time) = (criteria, thresholds, holidays, time);
        subscription = changes.Subscribe(Forget);
    }

    /// <summary>Of the quantities that can be judged; first criteria are built as soon as there are enough readings.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="newMinutes">How many minutes came since they were asked for the last time: a quantity without criteria may have got enough of them.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    public async Task<IReadOnlyList<QuantityJudge>> LoadAsync(Sensor sensor, long newMinutes, CancellationToken cancellation = default)
    {
        if (known.TryGetValue(sensor.Key, out var found) && found.Holds(time.GetUtcNow(), newMinutes))
        {
            return found.Judges;
        }

        var before = Volatile.Read(ref changed);
        var (missing, failed) = (long.MaxValue, false);
        var judges = new List<QuantityJudge>();
        HourCells? cells = null;
        foreach (var quantity in QuantityNames.All)
        {
            if (await criteria.CurrentOrFirstAsync(sensor.Key, quantity, cancellation) is { } current)
            {
                cells ??= new HourCells(sensor.Clock.ToLocal, await holidays.LoadAsync(sensor.Key, cancellation));
                judges.Add(new QuantityJudge(quantity, current, await thresholds.CurrentAsync(sensor.Key, quantity, cancellation), cells));
            }
            else if (await criteria.CountMissingAsync(sensor.Key, quantity, cancellation) is > 0 and var few)
            {
                missing = Math.Min(missing, few);
            }
            else
            {
                // Such as a pressure that ended months ago. A fit reads a quarter of a year: it is tried again when a file came, and not at each minute.
                (missing, failed) = (Math.Min(missing, NormalCriteria.MinimumReadings), true);
            }
        }

        // Of a sensor that has no criteria at all each reading is looked at: it is new, and there are few such sensors. Its minutes wait, and come again.
        if (judges.Count > 0 || failed)
        {
            Keep(sensor.Key, new Known(judges, time.GetUtcNow() + Recheck, judges.Count > 0 ? missing : missing + newMinutes), before);
        }

        return judges;
    }

    public void Dispose() => subscription.Dispose();

    private void Keep(int sensorKey, Known loaded, int before)
    {
        known[sensorKey] = loaded;
        if (Volatile.Read(ref changed) != before)
        {
            // Something was saved while this was read, and may be missing in it.
            known.TryRemove(sensorKey, out _);
        }
    }

    private void Forget(Change change)
    {
        if (change.Kind is not (ChangeKind.Settings or ChangeKind.Stations))
        {
            return;
        }

        Interlocked.Increment(ref changed);
        if (change.SensorKey is { } key)
        {
            known.TryRemove(key, out _);
        }
        else
        {
            known.Clear();
        }
    }

    /// <param name="judges">Of the quantities that have criteria.</param>
    /// <param name="until">When they are looked at again at the latest.</param>
    /// <param name="missing">Minutes after which another quantity may have enough readings; without judges, those that wait already are among them.</param>
    private sealed class Known(IReadOnlyList<QuantityJudge> judges, DateTimeOffset until, long missing)
    {
        private long missing = missing;

        public IReadOnlyList<QuantityJudge> Judges => judges;

        public bool Holds(DateTimeOffset now, long newMinutes) =>
            until > now && (judges.Count > 0 ? Interlocked.Add(ref missing, -newMinutes) : missing - newMinutes) > 0;
    }
}
