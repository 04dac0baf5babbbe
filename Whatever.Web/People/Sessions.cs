using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>
/// Browsers in which somebody is signed in. What the browser holds is good only as long as its row is there: signing out takes it away, and
/// a copy of what the browser held opens nothing.
/// </summary>
public sealed class Sessions(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    /// <summary>However often it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Of one person; the one that was seen longest ago makes room.</summary>
    public const int Most = 20;

    private const int IdBytes = 16;
    private const int LongestBrowser = 200;
    private static readonly TimeSpan SeenIsWrittenEvery = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);

    /// <returns>What the browser shows from now on.</returns>
    public async Task<string> BeginAsync(int personId, string? address, string? browser, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var oldest = await db.PersonSessions.Where(session => session.PersonId == personId)
            .OrderByDescending(session => session.SeenAt).Skip(Most - 1).ToListAsync(cancellation);
        var begun = new PersonSession
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            PersonId = personId,
            StartedAt = now,
            SeenAt = now,
            Address = address,
            Browser = browser is { Length: > LongestBrowser } ? browser[..LongestBrowser] : browser,
        };
        db.PersonSessions.RemoveRange(oldest);
        db.PersonSessions.RemoveRange(
            await db.PersonSessions.Where(session => session.StartedAt < now - Longest).ToListAsync(cancellation));
        db.PersonSessions.Add(begun);
        await db.SaveChangesAsync(cancellation);
        return begun.Id;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<PersonSession>> ListAsync(int personId, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var oldest = time.GetUtcNow() - Longest;
        return await db.PersonSessions.AsNoTracking().Where(session => session.PersonId == personId && session.StartedAt > oldest)
            .OrderByDescending(session => session.SeenAt).ToListAsync(cancellation);
    }

    /// <summary>Of who signs out.</summary>
    public async Task EndAsync(string id, string who, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.PersonSessions.FirstOrDefaultAsync(session => session.Id == id, cancellation) is { } session)
        {
            db.PersonSessions.Remove(session);
            db.Notes.Add(new AuditNote(AuditActs.SignOut, who));
            await db.SaveChangesAsync(cancellation);
            changes.Publish(ChangeKind.People);
        }
    }

    /// <summary>Everywhere but here.</summary>
    /// <returns>How many ended.</returns>
    public async Task<int> EndOthersAsync(int personId, string own, string who, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var others = await db.PersonSessions.Where(session => session.PersonId == personId && session.Id != own).ToListAsync(cancellation);
        db.PersonSessions.RemoveRange(others);
        db.Notes.Add(new AuditNote(AuditActs.SessionsEnded, who));
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.People);
        return others.Count;
    }

    /// <summary>Now and then: every command of a page asks for the session.</summary>
    internal async Task NoteSeenAsync(StationDbContext db, string id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (seen.TryGetValue(id, out var last) && now - last < SeenIsWrittenEvery && now >= last)
        {
            return;
        }

        seen[id] = now;
        try
        {
            await db.PersonSessions.Where(session => session.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenAt, now), cancellation);
        }
        catch (DbException)
        {
            // A full disk is no reason to see nothing: whoever looks may be there to mend it.
        }
    }
}
