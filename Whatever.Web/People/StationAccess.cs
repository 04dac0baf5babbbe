using Microsoft.EntityFrameworkCore;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>
/// Whether the station asks who somebody is. It does not only while nobody has been made yet and no other machine can reach it: the first
/// start of a person who looks. From the first person on it does for ever, for the last administrator stays.
/// </summary>
public sealed class StationAccess(IDbContextFactory<StationDbContext> contexts)
{
    private volatile bool hasPeople;

    /// <summary>Other machines may reach it: it listens beyond loopback, or answers to a name of its own.</summary>
    public bool IsReachable { get; set; }

    public async ValueTask<bool> IsOpenAsync(CancellationToken cancellation = default) =>
        !IsReachable && !await HasPeopleAsync(cancellation);

    /// <summary>A person may be made by a command beside the station, so that as long as there is none it looks.</summary>
    public async ValueTask<bool> HasPeopleAsync(CancellationToken cancellation = default)
    {
        if (!hasPeople)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            hasPeople = await db.People.AnyAsync(cancellation);
        }

        return hasPeople;
    }
}
