using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>
/// Notes that somebody was refused. What is noted stays for ever, so whoever is refused a thousand times a second must not fill the disk:
/// a few are noted in a minute, and the next note says how many were not.
/// </summary>
public sealed class RefusalLog(AuditLog audit, TimeProvider time)
{
    /// <summary>In a minute.</summary>
    public const int Most = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private DateTimeOffset since;
    private int noted;
    private long passedOver;

    public async Task NoteAsync(AuditNote note, CancellationToken cancellation = default)
    {
        if (Take() is not { } before)
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
    private long? Take()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (now < since || now - since >= Minute)
            {
                (since, noted) = (now, 0);
            }

            if (noted >= Most)
            {
                passedOver++;
                return null;
            }

            noted++;
            (var before, passedOver) = (passedOver, 0);
            return before;
        }
    }
}
