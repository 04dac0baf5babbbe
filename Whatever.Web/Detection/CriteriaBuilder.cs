using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>Fits normal criteria and keeps every version.</summary>
public sealed class CriteriaBuilder(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    private const int HistoryMinutes = 365 * 1440;

    /// <summary>The version in force; the first one is built as soon as there are enough readings.</summary>
    public async Task<CriteriaVersion?> CurrentOrFirstAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default) =>
        await CurrentAsync(sensorKey, quantity, cancellation) ?? await RebuildAsync(sensorKey, quantity, cancellation);

    public async Task<CriteriaVersion?> CurrentAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Criteria.AsNoTracking()
            .Where(criteria => criteria.SensorKey == sensorKey && criteria.Quantity == quantity)
            .OrderByDescending(criteria => criteria.Version).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Fits a new version to the last year of stored readings.</summary>
    /// <returns>Null where fewer than <see cref="NormalCriteria.MinimumReadings"/> usable readings are stored.</returns>
    public async Task<CriteriaVersion?> RebuildAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await HasEnoughAsync(db, sensorKey, quantity, cancellation)
            || await db.Readings.Where(reading => reading.SensorKey == sensorKey).MaxAsync(reading => (int?)reading.Minute, cancellation) is not { } newest)
        {
            return null;
        }

        var readings = ReadingReader.ReadMinutes(db, sensorKey, newest - HistoryMinutes, newest);
        var fitted = NormalCriteria.Fit(quantity == Quantity.FlowRate ? readings.FlowRate : readings.Pressure);
        return fitted is null
            ? null
            : await StoreAsync(db, sensorKey, quantity, fitted, (readings.Minutes[0], newest), cancellation);
    }

    /// <summary>Fits a version to data given at set-up, for a sensor whose own history is still too short.</summary>
    /// <returns>Null where the data holds fewer than <see cref="NormalCriteria.MinimumReadings"/> usable values.</returns>
    public async Task<CriteriaVersion?> BuildFromInitialDataAsync(int sensorKey, Quantity quantity, double[] values, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return NormalCriteria.Fit(values) is { } fitted ? await StoreAsync(db, sensorKey, quantity, fitted, null, cancellation) : null;
    }

    /// <summary>From the roll-ups: the readings themselves are read only when it is worth it, because this is asked every minute.</summary>
    private static async Task<bool> HasEnoughAsync(StationDbContext db, int sensorKey, Quantity quantity, CancellationToken cancellation)
    {
        var newest = await db.Readings.Where(reading => reading.SensorKey == sensorKey).MaxAsync(reading => (int?)reading.Minute, cancellation) ?? 0;
        var firstHour = (newest - HistoryMinutes) / 60;
        var rollups = db.HourlyRollups.Where(rollup => rollup.SensorKey == sensorKey && rollup.Hour >= firstHour);
        var usable = quantity == Quantity.FlowRate
            ? await rollups.SumAsync(rollup => rollup.FlowRateCount, cancellation)
            : await rollups.SumAsync(rollup => rollup.PressureCount, cancellation);
        return usable >= NormalCriteria.MinimumReadings;
    }

    private async Task<CriteriaVersion> StoreAsync(
        StationDbContext db, int sensorKey, Quantity quantity, NormalCriteria fitted, (int From, int To)? span, CancellationToken cancellation)
    {
        var previous = await db.Criteria.Where(criteria => criteria.SensorKey == sensorKey && criteria.Quantity == quantity)
            .MaxAsync(criteria => (int?)criteria.Version, cancellation) ?? 0;
        var version = new CriteriaVersion
        {
            SensorKey = sensorKey,
            Quantity = quantity,
            Version = previous + 1,
            Mean = fitted.Mean,
            StandardDeviation = fitted.StandardDeviation,
            Count = fitted.Count,
            FromMinute = span?.From,
            ToMinute = span?.To,
            Origin = span is null ? CriteriaOrigin.InitialData : CriteriaOrigin.StoredReadings,
            BuiltAt = time.GetUtcNow(),
        };
        db.Criteria.Add(version);
        if (previous == 0 && (span ?? await StoredSpanAsync(db, sensorKey, cancellation)) is { } stored)
        {
            // Minutes that the other quantity's criteria were applied to before these existed have not been judged for this quantity.
            db.UnjudgedSpans.Add(new UnjudgedSpan { SensorKey = sensorKey, FromMinute = stored.From, ToMinute = stored.To, Quantity = quantity });
        }

        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Settings, sensorKey);
        return version;
    }

    private static async Task<(int From, int To)?> StoredSpanAsync(StationDbContext db, int sensorKey, CancellationToken cancellation)
    {
        var readings = db.Readings.Where(reading => reading.SensorKey == sensorKey);
        var first = await readings.MinAsync(reading => (int?)reading.Minute, cancellation);
        var last = await readings.MaxAsync(reading => (int?)reading.Minute, cancellation);
        return first is { } from && last is { } to ? (from, to) : null;
    }
}
