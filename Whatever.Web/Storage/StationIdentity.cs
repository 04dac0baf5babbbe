using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// What tells this station's messages from those of every other: random, made with the database, and made anew where a backup was put in
/// its place, for the station that was lost may have gone on counting behind the backup. An alarm keeps the identity under which it began.
/// </summary>
public static class StationIdentity
{
    private const string Current = "station_identity";

    /// <summary>Which alarms began under which: pairs of the first number and the identity, oldest first.</summary>
    private const string All = "station_identities";

    /// <summary>Who put a backup in place, in what was put there.</summary>
    internal const string RestoredBy = "restored_by";

    private const int Bytes = 8;

    /// <returns>The identity; empty before the database was made ready.</returns>
    public static async Task<string> FindAsync(StationDbContext db, CancellationToken cancellation = default) =>
        await db.Settings.Where(setting => setting.Name == Current).Select(setting => setting.Value).FirstOrDefaultAsync(cancellation)
            ?? "";

    /// <summary>How an alarm is called outside of the station, whatever became of the station since.</summary>
    public static string NameOf(StationDbContext db, long alarmId)
    {
        var known = Read(db.Settings.AsNoTracking().FirstOrDefault(setting => setting.Name == All)?.Value);
        var own = known.LastOrDefault(one => one.First <= alarmId).Identity ?? "";
        return own.Length == 0
            ? alarmId.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{own}-{alarmId}");
    }

    /// <summary>
    /// Makes one where there is none: with a new database, or after a restore, which then is noted and ends all sessions.
    /// </summary>
    internal static async Task EnsureAsync(StationDbContext db, CancellationToken cancellation)
    {
        if ((await FindAsync(db, cancellation)).Length > 0)
        {
            return;
        }

        // A command may come beside a first start: of two that find none, one makes it.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if ((await FindAsync(db, cancellation)).Length > 0)
        {
            return;
        }

        var history = await db.Settings.FirstOrDefaultAsync(setting => setting.Name == All, cancellation);
        var known = Read(history?.Value);
        if (known.Count > 0)
        {
            await db.PersonSessions.ExecuteDeleteAsync(cancellation);
            await NoteRestoreAsync(db, cancellation);
        }

        // Alarms of a station that had none were told by their bare number, and are to the end.
        var first = (await db.Alarms.MaxAsync(alarm => (long?)alarm.Id, cancellation) ?? 0) + 1;
        var identity = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        var written = string.Join(' ', known.Append((First: first, Identity: identity)).Select(
            one => string.Create(CultureInfo.InvariantCulture, $"{one.First}:{one.Identity}")));
        if (history is null)
        {
            db.Settings.Add(new Setting { Name = All, Value = written });
        }
        else
        {
            history.Value = written;
        }

        db.Settings.Add(new Setting { Name = Current, Value = identity });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task NoteRestoreAsync(StationDbContext db, CancellationToken cancellation)
    {
        var kept = await db.Settings.FirstOrDefaultAsync(setting => setting.Name == RestoredBy, cancellation);
        var (backup, who) = kept is null ? default : StoredJson.Read<RestoredFrom>(kept.Value);
        db.Notes.Add(new AuditNote(AuditActs.Restored, backup ?? DataFolder.DatabaseName)
        {
            Who = who?.Name,
            Why = who?.Address is { } address ? $"{who.Kind} {address}" : who?.Kind.ToString(),
        });
        if (kept is not null)
        {
            db.Settings.Remove(kept);
        }
    }

    private static List<(long First, string Identity)> Read(string? text) =>
        [.. (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':'))
            .Select(part => (long.Parse(part[0], CultureInfo.InvariantCulture), part[1]))];
}

/// <summary>What a database was, noted in it at its next start.</summary>
/// <param name="Backup">Name of the file.</param>
/// <param name="Who">Put it in place; null where nobody is known.</param>
internal readonly record struct RestoredFrom(string? Backup, Actor? Who);
