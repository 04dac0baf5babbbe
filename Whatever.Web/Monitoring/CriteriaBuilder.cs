using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Fits normal criteria and keeps every version.</summary>
public sealed class CriteriaBuilder(
    IDbContextFactory<StationDbContext> contexts, CriteriaHistory history, StationSettings settings, ChangeFeed changes, TimeProvider time)
{
    /// <summary>With more days of data a version is not renewed before its time.</summary>
    private const int GrownDays = 28;
    /// <summary>Own history replaces the data of the set-up when there is so much of it.</summary>
    private const int DaysForInitialData = 7;

    /// <summary>
    /// The version in force; the first one is built as soon as there are enough readings. One of a few days is built anew each time the
    /// readings have doubled.
    /// </summary>
    public async Task<CriteriaVersion?> CurrentOrFirstAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        var current = await CurrentAsync(sensorKey, quantity, cancellation);
        var needed = current switch
        {
            null => NormalCriteria.MinimumReadings,

            // What a person decided on stays until a person or the schedule says otherwise.
            { DecidedBy: not null } => int.MaxValue,
            { Origin: CriteriaOrigin.InitialData } => DaysForInitialData * MinutesPer.Day,
            { Profile: null } => NormalCriteria.MinimumReadings,
            { } young when DaysOf(young) < GrownDays => 2 * young.Count,
            _ => int.MaxValue,
        };
        if (needed == int.MaxValue || await history.CountAsync(sensorKey, quantity, cancellation) < needed)
        {
            return current;
        }

        return await BuildAsync(sensorKey, quantity, CriteriaState.Approved, cancellation) ?? current;
    }

    /// <summary>
    /// How many more usable readings first criteria need; 0 where a year holds enough, and none could be built: those that are fitted to
    /// may be fewer.
    /// </summary>
    public async Task<int> CountMissingAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default) =>
        Math.Max(0, NormalCriteria.MinimumReadings - await history.CountAsync(sensorKey, quantity, cancellation));

    public async Task<CriteriaVersion?> CurrentAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.EffectiveCriteriaAsync(sensorKey, quantity, cancellation);
    }

    /// <summary>Fits a new version to stored readings; it takes effect at once, or waits for a person where that is set.</summary>
    /// <returns>Null where fewer than <see cref="NormalCriteria.MinimumReadings"/> usable readings are stored.</returns>
    public async Task<CriteriaVersion?> RebuildAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        var isAsked = await settings.GetCriteriaNeedApprovalAsync(cancellation)
            && await CurrentAsync(sensorKey, quantity, cancellation) is not null;
        return await BuildAsync(sensorKey, quantity, isAsked ? CriteriaState.Proposed : CriteriaState.Approved, cancellation);
    }

    /// <summary>Fits a version to data given at set-up, for a sensor whose own history is still too short.</summary>
    /// <returns>Null where the data holds fewer than <see cref="NormalCriteria.MinimumReadings"/> usable values.</returns>
    public async Task<CriteriaVersion?> BuildFromInitialDataAsync(
        int sensorKey, Quantity quantity, double[] values, CancellationToken cancellation = default)
    {
        if (NormalCriteria.Fit(values) is not { } fitted)
        {
            return null;
        }

        return await StoreAsync(Describe(sensorKey, quantity, fitted, CriteriaOrigin.InitialData), null, cancellation);
    }

    private async Task<CriteriaVersion?> BuildAsync(int sensorKey, Quantity quantity, CriteriaState state, CancellationToken cancellation)
    {
        await LearnRangesAsync(sensorKey, cancellation);
        if (await history.FitAsync(sensorKey, quantity, cancellation) is not { } fit)
        {
            return null;
        }

        var version = Describe(sensorKey, quantity, fit.Profile.Criteria.All, CriteriaOrigin.StoredReadings);
        (version.FromMinute, version.ToMinute, version.State) = (fit.FromMinute, fit.ToMinute, state);
        (version.Context, version.Profile) = (fit.Profile.Criteria.Context, StoredJson.Write(fit.Profile));
        version.Relation = fit.Relation is null ? null : StoredJson.Write(fit.Relation);
        return await StoreAsync(version, new MinuteSpan(fit.FromMinute, fit.ToMinute), cancellation);
    }

    /// <summary>First of all: what was never measured is not to be learned from.</summary>
    private async Task LearnRangesAsync(int sensorKey, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var sensor = await db.Sensors.SingleOrDefaultAsync(row => row.Key == sensorKey, cancellation);
        var isChanged = sensor is not null && await SensorRangeStore.LearnAsync(db, sensor, cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        if (isChanged)
        {
            changes.Publish(ChangeKind.Settings, sensorKey);
        }
    }

    private static int DaysOf(CriteriaVersion version) => (version.ToMinute - version.FromMinute) / MinutesPer.Day ?? 0;

    private CriteriaVersion Describe(int sensorKey, Quantity quantity, NormalCriteria all, CriteriaOrigin origin) => new()
    {
        SensorKey = sensorKey,
        Quantity = quantity,
        Mean = all.Mean,
        StandardDeviation = all.StandardDeviation,
        Count = all.Count,
        Origin = origin,
        BuiltAt = time.GetUtcNow(),
    };

    /// <summary>Gives the version its number and keeps it; a proposal that nobody decided on is overtaken by it.</summary>
    internal async Task<CriteriaVersion> StoreAsync(CriteriaVersion version, MinuteSpan? span, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var versions = db.Criteria.Where(criteria => criteria.SensorKey == version.SensorKey && criteria.Quantity == version.Quantity);
        var previous = await versions.MaxAsync(criteria => (int?)criteria.Version, cancellation) ?? 0;
        version.Version = previous + 1;
        db.Criteria.Add(version);
        if (previous == 0 && (span ?? await StoredSpanAsync(db, version.SensorKey, cancellation)) is { } stored)
        {
            // Minutes that the other quantity's criteria were applied to before these existed have not been judged for this quantity.
            db.StaleSpans.Add(new StaleSpan
            {
                SensorKey = version.SensorKey,
                FromMinute = stored.From,
                ToMinute = stored.To,
                Quantity = version.Quantity,
                Work = StaleWork.Values,
            });
        }

        foreach (var proposal in await versions.Where(criteria => criteria.State == CriteriaState.Proposed).ToListAsync(cancellation))
        {
            proposal.State = CriteriaState.Rejected;
        }

        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Settings, version.SensorKey);
        return version;
    }

    private static async Task<MinuteSpan?> StoredSpanAsync(StationDbContext db, int sensorKey, CancellationToken cancellation)
    {
        var readings = db.Readings.Where(reading => reading.SensorKey == sensorKey);
        var first = await readings.MinAsync(reading => (int?)reading.Minute, cancellation);
        var last = await readings.MaxAsync(reading => (int?)reading.Minute, cancellation);
        return first is { } from && last is { } to ? new MinuteSpan(from, to) : null;
    }
}
