using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Which version of criteria and thresholds minutes are judged by now: the newest that was approved.</summary>
public static class EffectiveVersions
{
    /// <returns>Null where there are no criteria yet.</returns>
    public static Task<CriteriaVersion?> EffectiveCriteriaAsync(
        this StationDbContext db, int sensorKey, Quantity quantity, CancellationToken cancellation) => db.Criteria.AsNoTracking()
        .Where(criteria => criteria.SensorKey == sensorKey && criteria.Quantity == quantity && criteria.State == CriteriaState.Approved)
        .OrderByDescending(criteria => criteria.Version).FirstOrDefaultAsync(cancellation);

    /// <returns>The defaults, as version 0, where nobody changed anything.</returns>
    public static async Task<ThresholdVersion> EffectiveThresholdsAsync(
        this StationDbContext db, int sensorKey, Quantity quantity, CancellationToken cancellation) =>
        await db.Thresholds.AsNoTracking().Where(threshold => threshold.SensorKey == sensorKey && threshold.Quantity == quantity)
            .OrderByDescending(threshold => threshold.Version).FirstOrDefaultAsync(cancellation)
                ?? ThresholdVersion.Default(sensorKey, quantity);
}
