using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>
/// Whether somebody is still who they were when they signed in. Asked with every request and every command of a page, so that a session
/// ends at once where it was signed out, a role changes, a password is reset or a person is removed, also by a command beside the station.
/// </summary>
public sealed class SessionCheck(
    StationAccess access, Sessions sessions, IDbContextFactory<StationDbContext> contexts, TimeProvider time)
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

        var session = Identities.SessionOf(who);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var stored = await db.PersonSessions.AsNoTracking().Where(row => row.Id == session && row.PersonId == id)
            .Join(db.People, row => row.PersonId, person => person.Id, (row, person) => new
            {
                row.StartedAt,
                person.SecurityStamp,
                person.Role,
                person.MustChangePassword,
            }).SingleOrDefaultAsync(cancellation);
        if (stored is null || stored.SecurityStamp != Identities.StampOf(who) || stored.Role != Identities.RoleOf(who)
            || stored.MustChangePassword != Identities.MustChangePassword(who) || time.GetUtcNow() - stored.StartedAt > Sessions.Longest)
        {
            return false;
        }

        await sessions.NoteSeenAsync(db, session, cancellation);
        return true;
    }
}
