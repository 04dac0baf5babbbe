using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Backups;
using Whatever.Web.People;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Web.Rescue;

/// <summary>
/// Who may push while the database is damaged: whom the newest backup knows, for that is what will be asked when the readings are stored.
/// Without a backup only who sits at the machine.
/// </summary>
internal sealed class RescueAccess(DataFolder folder, Listening listening, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ClaimsPrincipal> known = new(StringComparer.Ordinal);
    private bool? hasPeople;

    /// <param name="context">Of the push.</param>
    /// <param name="sensorId">Null for readings of many.</param>
    /// <returns>Whether, and what its key is found by again; null where nobody is asked for one.</returns>
    public async Task<(bool May, string? KeyDigest)> AskAsync(HttpContext context, string? sensorId)
    {
        if (StationAuthentication.KeyOf(context.Request) is { } key)
        {
            var digest = ApiKeys.Digest(key);
            return (await FindAsync(digest, context.RequestAborted) is { } who && MayPush(who, sensorId), digest);
        }

        var isOpen = !listening.IsReachable && AtTheMachine.Is(context) && !await HasPeopleAsync(context.RequestAborted);
        return (isOpen, null);
    }

    private static bool MayPush(ClaimsPrincipal who, string? sensorId) =>
        Permissions.Allows(who, Right.Push) && (sensorId is null || Identities.Reaches(who, sensorId));

    private async Task<ClaimsPrincipal?> FindAsync(string digest, CancellationToken cancellation)
    {
        if (known.TryGetValue(digest, out var before))
        {
            return before;
        }

        var found = await AskBackupAsync(db => ApiKeys.FindAsync(db, digest, time.GetUtcNow(), cancellation));
        return found is { Who: { } who } ? known.GetOrAdd(digest, who) : null;
    }

    private async Task<bool> HasPeopleAsync(CancellationToken cancellation) =>
        hasPeople ??= await AskBackupAsync(db => db.People.AnyAsync(cancellation));

    /// <returns>Nothing where there is no backup, or one of a program before keys.</returns>
    private async Task<T?> AskBackupAsync<T>(Func<StationDbContext, Task<T>> ask) =>
        BackupStore.ListOf(folder, time.GetUtcNow()) is [var newest, ..] ? await DatabaseCopy.AskAsync(newest.Path, ask) : default;
}
