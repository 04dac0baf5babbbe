using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>How a version of criteria came to be what it is.</summary>
public enum CriteriaStanding
{
    InForce = 0,

    /// <summary>It was in force until a newer one came.</summary>
    Earlier = 1,

    /// <summary>It waits for a person.</summary>
    Proposed = 2,

    /// <summary>A person decided against it.</summary>
    Rejected = 3,

    /// <summary>A newer version came before anybody decided on it.</summary>
    Overtaken = 4,
}

/// <summary>Which decisions about criteria are possible.</summary>
public static class CriteriaRules
{
    /// <param name="history">All versions of the quantity, newest first.</param>
    public static CriteriaVersion? Effective(IReadOnlyList<CriteriaVersion> history) =>
        history.FirstOrDefault(version => version.State == CriteriaState.Approved);

    /// <param name="history">All versions of the quantity, newest first.</param>
    public static CriteriaStanding StandingOf(IReadOnlyList<CriteriaVersion> history, CriteriaVersion version) => version switch
    {
        { State: CriteriaState.Proposed } => CriteriaStanding.Proposed,
        { State: CriteriaState.Rejected, DecidedBy: null } => CriteriaStanding.Overtaken,
        { State: CriteriaState.Rejected } => CriteriaStanding.Rejected,
        _ => Effective(history)?.Version == version.Version ? CriteriaStanding.InForce : CriteriaStanding.Earlier,
    };

    /// <summary>The version that this one copies; null where it was built from readings. A copy was built when its original was.</summary>
    /// <param name="history">All versions of the quantity, newest first.</param>
    public static CriteriaVersion? OriginalOf(IReadOnlyList<CriteriaVersion> history, CriteriaVersion version) =>
        history.LastOrDefault(other =>
        other.Version < version.Version && other.BuiltAt == version.BuiltAt
            && (other.Mean, other.StandardDeviation, other.Count) == (version.Mean, version.StandardDeviation, version.Count)
        && other.Profile == version.Profile);

    /// <returns>Why nobody can approve or reject it; null where that is possible.</returns>
    public static Problem? RefuseDecision(CriteriaVersion? proposal, int version, string? who) => proposal switch
    {
        null => new Problem("criteria.unknown-version", version).At("version"),
        _ when Signatory.Refuse(who) is { } problem => problem,
        { State: CriteriaState.Proposed } => null,
        { State: CriteriaState.Approved, DecidedBy: { } other } => new Problem("criteria.approved", other, version),
        { State: CriteriaState.Rejected, DecidedBy: { } other } => new Problem("criteria.rejected", other, version),
        { State: CriteriaState.Rejected } => new Problem("criteria.overtaken", version),
        _ => new Problem("criteria.no-proposal", version),
    };

    /// <param name="history">All versions of the quantity, newest first.</param>
    /// <returns>Why nobody can go back to it; null where that is possible.</returns>
    public static Problem? RefuseRestoring(IReadOnlyList<CriteriaVersion> history, int version, string? who) =>
        history.FirstOrDefault(candidate => candidate.Version == version) switch
        {
            null => new Problem("criteria.unknown-version", version).At("version"),
            _ when Signatory.Refuse(who) is { } problem => problem,
            { State: not CriteriaState.Approved } => new Problem("criteria.never-in-force", version),
            var earlier when StandingOf(history, earlier) == CriteriaStanding.InForce => new Problem("criteria.in-force", version),
            _ => null,
        };

    /// <summary>The same criteria as a version of its own.</summary>
    public static CriteriaVersion Copy(CriteriaVersion earlier, string who, DateTimeOffset now) => new()
    {
        SensorKey = earlier.SensorKey,
        Quantity = earlier.Quantity,
        Mean = earlier.Mean,
        StandardDeviation = earlier.StandardDeviation,
        Count = earlier.Count,
        FromMinute = earlier.FromMinute,
        ToMinute = earlier.ToMinute,
        Origin = earlier.Origin,
        BuiltAt = earlier.BuiltAt,
        Context = earlier.Context,
        Profile = earlier.Profile,
        Relation = earlier.Relation,
        State = CriteriaState.Approved,
        DecidedAt = now,
        DecidedBy = who.Trim(),
    };
}
