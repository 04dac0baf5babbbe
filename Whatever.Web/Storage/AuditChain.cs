using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Each row of the audit holds a digest over the one before it and itself: who changes, removes or puts in one has to make all after it
/// anew, and then the newest digest is not the one that was written down elsewhere.
/// </summary>
public static class AuditChain
{
    /// <summary>Before the first row.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The digest of a row behind another.</summary>
    /// <param name="previous">The digest of the row before it.</param>
    /// <param name="entry">Whose own digest counts for nothing.</param>
    public static string HashOf(string previous, AuditEntry entry) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{Canonical(entry)}")));

    /// <summary>
    /// Each part with its length ahead of it, so that none can run into the next; a part that there is not has the length -1.
    /// </summary>
    internal static string Canonical(AuditEntry entry)
    {
        var text = new StringBuilder();
        foreach (var part in new[]
        {
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), entry.Kind.ToString(), entry.Who, entry.Address,
            entry.Act, entry.Subject, entry.Before, entry.After, entry.Why,
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}\n");
        }

        return text.ToString();
    }

    /// <summary>Puts notes behind what was noted; the caller's transaction keeps others from doing so meanwhile.</summary>
    internal static void Append(StationDbContext db, IReadOnlyList<AuditNote> notes, Actor actor, DateTimeOffset now)
    {
        var last = db.AuditEntries.AsNoTracking().OrderByDescending(entry => entry.Sequence)
            .Select(entry => new { entry.Sequence, entry.Hash }).FirstOrDefault();
        var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? Beginning);

        // Kept to the millisecond, so the digest is of that, too.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        foreach (var note in notes)
        {
            var entry = new AuditEntry
            {
                Sequence = ++sequence,
                At = at,
                Kind = note.Who is null ? actor.Kind : ActorKind.Person,
                Who = Shorten(note.Who ?? actor.Name)!,
                Address = Shorten(actor.Address),
                Act = note.Act,
                Subject = Shorten(note.Subject)!,
                Before = Shorten(note.Before),
                After = Shorten(note.After),
                Why = Shorten(note.Why),
            };
            hash = entry.Hash = HashOf(hash, entry);
            db.AuditEntries.Add(entry);
        }
    }

    /// <summary>Nobody fills the disk with one name.</summary>
    private static string? Shorten(string? text)
    {
        const int longest = 4000;
        return text is { Length: > longest } ? text[..longest] + "…" : text;
    }
}
