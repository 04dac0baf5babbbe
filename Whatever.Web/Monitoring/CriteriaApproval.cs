using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>
/// What persons decide about criteria. A proposal judges nothing until it is approved; minutes from then on are judged by it. Each decision
/// is one transaction: of two that come at once the second sees what the first did.
/// </summary>
public sealed class CriteriaApproval(
    IDbContextFactory<StationDbContext> contexts, CriteriaBuilder builder, ChangeFeed changes, TimeProvider time)
{
    /// <summary>All versions, newest first.</summary>
    public async Task<IReadOnlyList<CriteriaVersion>> HistoryAsync(
        int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Versions(db, sensorKey, quantity).AsNoTracking().OrderByDescending(criteria => criteria.Version)
            .ToListAsync(cancellation);
    }

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> ApproveAsync(
        int sensorKey, Quantity quantity, int version, string? who, CancellationToken cancellation = default) =>
        DecideAsync(sensorKey, quantity, version, who, CriteriaState.Approved, cancellation);

    /// <returns>What is wrong; null where it was done.</returns>
    public Task<Problem?> RejectAsync(
        int sensorKey, Quantity quantity, int version, string? who, CancellationToken cancellation = default) =>
        DecideAsync(sensorKey, quantity, version, who, CriteriaState.Rejected, cancellation);

    /// <summary>Puts an earlier version in force again, as a new version that copies it.</summary>
    /// <returns>What is wrong; null where it was done.</returns>
    public async Task<Problem?> RestoreAsync(
        int sensorKey, Quantity quantity, int version, string? who, CancellationToken cancellation = default)
    {
        var history = await HistoryAsync(sensorKey, quantity, cancellation);
        if (CriteriaRules.RefuseRestoring(history, version, who) is { } problem)
        {
            return problem;
        }

        await builder.StoreAsync(
            CriteriaRules.Copy(history.Single(candidate => candidate.Version == version), who!, time.GetUtcNow()), null, cancellation);
        return null;
    }

    private static IQueryable<CriteriaVersion> Versions(StationDbContext db, int sensorKey, Quantity quantity) =>
        db.Criteria.Where(criteria => criteria.SensorKey == sensorKey && criteria.Quantity == quantity);

    private async Task<Problem?> DecideAsync(
        int sensorKey, Quantity quantity, int version, string? who, CriteriaState decision, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var proposal = await Versions(db, sensorKey, quantity).SingleOrDefaultAsync(criteria => criteria.Version == version, cancellation);
        if (CriteriaRules.RefuseDecision(proposal, version, who) is { } problem)
        {
            return problem;
        }

        (proposal!.State, proposal.DecidedBy, proposal.DecidedAt) = (decision, who!.Trim(), time.GetUtcNow());
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Settings, sensorKey);
        return null;
    }
}
