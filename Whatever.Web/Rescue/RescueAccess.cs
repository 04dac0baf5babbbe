using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Backups;
using Whatever.Web.People;
using Whatever.Web.Security;
using Whatever.Web.Storage;

namespace Whatever.Web.Rescue;

/// <summary>
/// Who may push while the database is damaged: whom the newest backup knows that can be read and has the key, for that is like what will be
/// asked when the readings are stored. Without a backup only who sits at the machine.
/// </summary>
internal sealed class RescueAccess(DataFolder folder, Listening listening, TimeProvider time) : IDisposable
{
    /// <summary>A backup that cannot be read is looked at again so often at most, whoever knocks.</summary>
    private static readonly TimeSpan LookedAtAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, ClaimsPrincipal> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);
    private (Dictionary<string, string> Found, bool IsWhole, long At)? places;
    private bool? hasPeople;

    /// <param name="context">Of the push.</param>
    /// <param name="sensorId">Null for readings of many.</param>
    /// <returns>
    /// Why not, null where it may: 401 without a key that opens something, 403 for one that opens something else; and what its key is found
    /// by again, null where nobody is asked for one.
    /// </returns>
    public async Task<(int? Refused, string? KeyDigest)> AskAsync(HttpContext context, string? sensorId)
    {
        if (StationAuthentication.KeyOf(context.Request) is { } key)
        {
            var digest = ApiKeys.Digest(key);
            return await FindAsync(digest, context.RequestAborted) is not { } who ? (StatusCodes.Status401Unauthorized, null)
                : (MayPush(who, sensorId) ? null : StatusCodes.Status403Forbidden, digest);
        }

        var isOpen = !listening.IsReachable && AtTheMachine.Is(context) && !await HasPeopleAsync(context.RequestAborted);
        return (isOpen ? null : StatusCodes.Status401Unauthorized, null);
    }

    public void Dispose() => turn.Dispose();

    private static bool MayPush(ClaimsPrincipal who, string? sensorId) =>
        Permissions.Allows(who, Right.Push) && (sensorId is null || Identities.Reaches(who, sensorId));

    private async Task<ClaimsPrincipal?> FindAsync(string digest, CancellationToken cancellation)
    {
        if (known.TryGetValue(digest, out var before))
        {
            return before;
        }

        if (!(await PlacesAsync(cancellation)).TryGetValue(digest, out var path))
        {
            return null;
        }

        var found = await DatabaseCopy.AskAsync(path, db => ApiKeys.FindAsync(db, digest, time.GetUtcNow(), cancellation));
        return found is { Who: { } who } ? known.GetOrAdd(digest, who) : null;
    }

    private async Task<bool> HasPeopleAsync(CancellationToken cancellation)
    {
        if (hasPeople is { } before)
        {
            return before;
        }

        // Kept once it is known: who asks meanwhile, or goes away in the middle, must not leave the station open.
        var (found, isWhole) = (false, true);
        foreach (var path in Paths())
        {
            var answer = await DatabaseCopy.AskAsync<bool?>(path, async db => await db.People.AnyAsync(cancellation));
            (found, isWhole) = (found | answer is true, isWhole & answer is not null);
        }

        hasPeople = found || isWhole ? found : null;
        return found;
    }

    /// <summary>
    /// The newest backup that has a key, for each: a key that nobody knows costs no look at any of them. One that cannot be read is looked
    /// at once more after a while.
    /// </summary>
    private async Task<Dictionary<string, string>> PlacesAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (places is not { } ready || (!ready.IsWhole && time.GetElapsedTime(ready.At) >= LookedAtAgain))
            {
                ready = await LookAsync(cancellation);
                places = ready;
            }

            return ready.Found;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(Dictionary<string, string> Found, bool IsWhole, long At)> LookAsync(CancellationToken cancellation)
    {
        var (found, isWhole) = (new Dictionary<string, string>(StringComparer.Ordinal), true);
        foreach (var path in Paths())
        {
            var digests = await DatabaseCopy.AskAsync(path, db => db.ApiKeys.Select(key => key.Hash).ToListAsync(cancellation));
            isWhole &= digests is not null;
            digests?.ForEach(digest => found.TryAdd(digest, path));
        }

        return (found, isWhole, time.GetTimestamp());
    }

    /// <summary>By their names alone: the clock of a box that has just come back may be years behind.</summary>
    private IEnumerable<string> Paths() => BackupStore.ListOf(folder, DateTimeOffset.MaxValue.AddYears(-1)).Select(backup => backup.Path);
}
