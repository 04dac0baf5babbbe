using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>The criteria in force of one quantity, or how far it is from having some.</summary>
/// <param name="Current">Null where nothing is judged.</param>
/// <param name="UsableReadings">Stored values so far.</param>
public sealed record QuantityCriteriaStatus(Quantity Quantity, CriteriaVersion? Current, int UsableReadings)
{
    public int MissingReadings => Math.Max(0, NormalCriteria.MinimumReadings - UsableReadings);
}

/// <summary>Says why a sensor is judged, or why not.</summary>
public sealed class CriteriaStatus(IDbContextFactory<StationDbContext> contexts, CriteriaBuilder criteria)
{
    public async Task<IReadOnlyList<QuantityCriteriaStatus>> DescribeAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rollups = db.HourlyRollups.Where(rollup => rollup.SensorKey == sensorKey);
        return
        [
            new(
                Quantity.FlowRate, await criteria.CurrentAsync(sensorKey, Quantity.FlowRate, cancellation),
                await rollups.SumAsync(rollup => rollup.FlowRateCount, cancellation)),
            new(
                Quantity.Pressure, await criteria.CurrentAsync(sensorKey, Quantity.Pressure, cancellation),
                await rollups.SumAsync(rollup => rollup.PressureCount, cancellation)),
        ];
    }
}
