using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Whether the rows hang together.</summary>
/// <param name="Rows">That were looked at.</param>
/// <param name="Head">The newest digest; written down elsewhere it shows later that nothing was taken off the end.</param>
/// <param name="BrokenAt">The first row that does not fit; null where all do.</param>
public sealed record AuditCheck(long Rows, string Head, long? BrokenAt);

/// <summary>Notes what is no change of a row, and looks whether all that was noted is as it was.</summary>
public sealed class AuditLog(IDbContextFactory<StationDbContext> contexts)
{
    /// <summary>So many are looked at at each start.</summary>
    public const int LookedAtAtStart = 1000;

    private const int PageSize = 2000;

    public async Task NoteAsync(AuditNote note, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        db.Notes.Add(note);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Whether a row is the one that was written down.</summary>
    /// <param name="head">Its number and its digest with a colon between them.</param>
    public async Task<bool> HoldsAsync(string head, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return head.Split(':') is [var number, var hash] && long.TryParse(number, CultureInfo.InvariantCulture, out var sequence)
            && await db.AuditEntries.AnyAsync(entry => entry.Sequence == sequence && entry.Hash == hash, cancellation);
    }

    /// <param name="last">So many of the newest rows; null for all.</param>
    /// <param name="cancellation">Stops between two pages.</param>
    public async Task<AuditCheck> VerifyAsync(int? last = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var newest = await db.AuditEntries.MaxAsync(entry => (long?)entry.Sequence, cancellation) ?? 0;
        var first = last is { } count ? Math.Max(1, newest - count + 1) : 1;
        var previous = first == 1 ? AuditChain.Beginning
            : await db.AuditEntries.Where(entry => entry.Sequence == first - 1).Select(entry => entry.Hash)
                .FirstOrDefaultAsync(cancellation);
        if (previous is null)
        {
            return new AuditCheck(0, "", first - 1);
        }

        for (var next = first; next <= newest;)
        {
            var page = await db.AuditEntries.AsNoTracking().Where(entry => entry.Sequence >= next).OrderBy(entry => entry.Sequence)
                .Take(PageSize).ToListAsync(cancellation);
            foreach (var entry in page)
            {
                if (entry.Sequence != next || AuditChain.HashOf(previous, entry) != entry.Hash)
                {
                    return new AuditCheck(next - first, previous, next);
                }

                (previous, next) = (entry.Hash, next + 1);
            }
        }

        return new AuditCheck(newest - first + 1, previous, null);
    }
}
