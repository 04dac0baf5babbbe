using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>
/// Notes that somebody was refused. What is noted stays for ever, so whoever is refused a thousand times a second must not fill the disk:
/// a few of a kind are noted in an hour, and the next note says how many were not.
/// </summary>
public sealed class RefusalLog(AuditLog audit, TimeProvider time)
{
    /// <summary>Of a kind in an hour.</summary>
    public const int Most = 10;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private readonly Lock gate = new();

    /// <summary>By what was refused and why, of which there are a few: who tries keys does not hide who tries passwords.</summary>
    private readonly Dictionary<string, (DateTimeOffset Since, int Noted, long PassedOver)> kinds = new(StringComparer.Ordinal);

    public async Task NoteAsync(AuditNote note, CancellationToken cancellation = default)
    {
        if (Take($"{note.Act} {note.Why}") is not { } before)
        {
            return;
        }

        try
        {
            await audit.NoteAsync(before > 0 ? note with { After = $$"""{"not_noted_before":{{before}}}""" } : note, cancellation);
        }
        catch (Exception full) when (full is DbException or DbUpdateException)
        {
            // Refused is refused, whether the disk takes a note of it or not.
        }
    }

    /// <returns>How many were passed over since the last note; null where this one is, too.</returns>
    private long? Take(string kind)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var (since, noted, passedOver) = kinds.GetValueOrDefault(kind);
            if (now < since || now - since >= Window)
            {
                (since, noted) = (now, 0);
            }

            var isNoted = noted < Most;
            kinds[kind] = isNoted ? (since, noted + 1, 0) : (since, noted, passedOver + 1);
            return isNoted ? passedOver : null;
        }
    }
}
