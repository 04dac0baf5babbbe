using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Storage;

namespace Whatever.Web.Readings;

/// <summary>The plans that were made, per sensor and layout: the next file of a layout is read as the first one was.</summary>
public sealed class ReadingPlans(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    /// <summary>What is known about a file for a sensor, what was decided for earlier ones included.</summary>
    /// <param name="sensor">One that is stored; a draft has no plans yet.</param>
    /// <param name="fileName">As the person knows it.</param>
    /// <param name="said">What was said about this very file.</param>
    /// <param name="latest">Later minutes are rejected; null where any time will do.</param>
    public PlanContext ContextOf(Sensor sensor, string fileName, PlanChoices said, int? latest) =>
        PlanContext.Of(sensor, fileName, said, latest) with
        {
            Saved = layout => Find(sensor.Key, layout),
            HasReadings = () => HasReadings(sensor.Key),
            Sensors = SensorNames,
        };

    /// <summary>How a file is read for a sensor and for those that its choices give columns to.</summary>
    /// <exception cref="Csv.UnreadableCsvException">The file as a whole cannot be read.</exception>
    public FilePlans Make(string path, PlanContext context) => FilePlans.Make(path, context, FindSensor);

    /// <summary>The sensors of the station, whose names columns may carry.</summary>
    public IReadOnlyList<SensorName> SensorNames()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.Sensors.AsNoTracking().OrderBy(sensor => sensor.Id).Select(sensor => new SensorName(sensor.Id, sensor.Name))];
    }

    public async Task<IReadOnlyList<SavedPlan>> ListAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.SavedPlans.AsNoTracking().Where(plan => plan.SensorKey == sensorKey).OrderBy(plan => plan.Layout)
            .ToListAsync(cancellation);
    }

    /// <returns>False where there was none.</returns>
    public async Task<bool> RemoveAsync(int sensorKey, string layout, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var removed = await db.SavedPlans.Where(plan => plan.SensorKey == sensorKey && plan.Layout == layout)
            .ExecuteDeleteAsync(cancellation);
        changes.Publish(ChangeKind.Settings, sensorKey);
        return removed > 0;
    }

    /// <summary>Keeps what was decided, in the transaction that stores the rows.</summary>
    public async Task SaveAsync(
        StationDbContext db, int sensorKey, ReadingPlan plan, string fileName, CancellationToken cancellation = default)
    {
        if (!plan.IsWorthKeeping)
        {
            return;
        }

        var (layout, choices) = (plan.Layout.Key, plan.Choices.ToJson());
        if (await db.SavedPlans.FirstOrDefaultAsync(row => row.SensorKey == sensorKey && row.Layout == layout, cancellation) is { } known)
        {
            (known.Choices, known.FileName, known.SavedAt) = (choices, fileName, time.GetUtcNow());
            return;
        }

        db.SavedPlans.Add(new SavedPlan
        {
            SensorKey = sensorKey,
            Layout = layout,
            Choices = choices,
            FileName = fileName,
            SavedAt = time.GetUtcNow(),
        });
    }

    /// <summary>The same by itself, for a file that is replayed and not stored.</summary>
    public async Task SaveAsync(int sensorKey, ReadingPlan plan, string fileName, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await SaveAsync(db, sensorKey, plan, fileName, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private (Sensor Sensor, Func<bool> HasReadings)? FindSensor(string id)
    {
        using var db = contexts.CreateDbContext();
        var found = db.Sensors.AsNoTracking().AsEnumerable().FirstOrDefault(
            sensor => sensor.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        return found is null ? null : (found, () => HasReadings(found.Key));
    }

    private bool HasReadings(int sensorKey)
    {
        using var db = contexts.CreateDbContext();
        return db.Readings.Any(reading => reading.SensorKey == sensorKey) || db.DevicePoints.Any(point => point.SensorKey == sensorKey);
    }

    private PlanChoices? Find(int sensorKey, string layout)
    {
        using var db = contexts.CreateDbContext();
        var saved = db.SavedPlans.AsNoTracking().FirstOrDefault(plan => plan.SensorKey == sensorKey && plan.Layout == layout);
        return saved is null ? null : PlanChoices.FromJson(saved.Choices);
    }
}
