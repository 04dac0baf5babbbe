using System.Collections.Concurrent;
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

    public JudgeList(CriteriaBuilder criteria, ThresholdEditor thresholds, ISensorHolidays holidays, ChangeFeed changes, TimeProvider time)
    {
        (this.criteria, this.thresholds, this.holidays, this.time) = (criteria, thresholds, holidays, time);
        subscription = changes.Subscribe(Forget);
    }

    /// <summary>Of the quantities that can be judged; first criteria are built as soon as there are enough readings.</summary>
    public async Task<IReadOnlyList<QuantityJudge>> LoadAsync(Sensor sensor, CancellationToken cancellation = default)
    {
        if (known.TryGetValue(sensor.Key, out var found) && found.Until > time.GetUtcNow())
        {
            return found.Judges;
        }

        var judges = new List<QuantityJudge>();
        HourCells? cells = null;
        foreach (var quantity in QuantityNames.All)
        {
            if (await criteria.CurrentOrFirstAsync(sensor.Key, quantity, cancellation) is { } current)
            {
                cells ??= new HourCells(sensor.Clock.ToLocal, await holidays.LoadAsync(sensor.Key, cancellation));
                judges.Add(new QuantityJudge(quantity, current, await thresholds.CurrentAsync(sensor.Key, quantity, cancellation), cells));
            }
        }

        // While a quantity has no criteria each new reading may be the one that is enough.
        if (judges.Count == QuantityNames.All.Count)
        {
            known[sensor.Key] = new Known(judges, time.GetUtcNow() + Recheck);
        }

        return judges;
    }

    public void Dispose() => subscription.Dispose();

    private void Forget(Change change)
    {
        if (change.Kind is not (ChangeKind.Settings or ChangeKind.Stations))
        {
            return;
        }

        if (change.SensorKey is { } key)
        {
            known.TryRemove(key, out _);
        }
        else
        {
            known.Clear();
        }
    }

    private sealed record Known(IReadOnlyList<QuantityJudge> Judges, DateTimeOffset Until);
}
