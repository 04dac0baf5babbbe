using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>
/// Whether somebody is still who they were when they signed in. Asked with every request and every command of a page, so that a session
/// ends at once where a role changes, a password is reset or a person is removed, also by a command beside the station.
/// </summary>
public sealed class SessionCheck(StationAccess access, IDbContextFactory<StationDbContext> contexts)
{
    public async Task<bool> HoldsAsync(ClaimsPrincipal who, CancellationToken cancellation = default)
    {
        if (Identities.IsOpen(who))
        {
            return await access.IsOpenAsync(cancellation);
        }

        if (Identities.IdOf(who) is not { } id)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var stored = await db.People.AsNoTracking().Where(person => person.Id == id)
            .Select(person => new { person.SecurityStamp, person.Role }).SingleOrDefaultAsync(cancellation);
        return stored is not null && stored.SecurityStamp == Identities.StampOf(who) && stored.Role == Identities.RoleOf(who);
    }
}
