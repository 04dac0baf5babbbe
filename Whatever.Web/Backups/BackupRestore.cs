using Microsoft.Data.Sqlite;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Backups;

/// <summary>
/// Puts a backup in the place of the database: made ready beside it, which may be done while the station runs, and put there when it does
/// not.
/// </summary>
public static class BackupRestore
{
    /// <inheritdoc cref="MakeReady"/>
    /// <inheritdoc cref="PutInPlace"/>
    public static string? Restore(
        DataFolder folder, string backup, IReadOnlyCollection<string> known, DateTimeOffset now, Actor? who = null)
    {
        MakeReady(folder, backup, known, who);
        return PutInPlace(folder, now);
    }

    /// <param name="folder">Of the station; the caller holds it.</param>
    /// <param name="backup">Looked at page by page before anything is moved.</param>
    /// <param name="known">Migrations that this program has.</param>
    /// <exception cref="StationDataException">The backup is damaged, no station's, or a newer program's; nothing was changed.</exception>
    /// <param name="who">Ordered it; noted in the backup, as what is put aside is not read any more.</param>
    public static void MakeReady(DataFolder folder, string backup, IReadOnlyCollection<string> known, Actor? who = null)
    {
        if (!File.Exists(backup))
        {
            throw new StationDataException(new Problem("file.none", backup));
        }

        var beside = folder.Restoring + ".tmp";
        try
        {
            BackupStore.RequireSpace(folder.Root, new FileInfo(backup).Length);
            File.Copy(backup, beside, overwrite: true);
            Require(beside, backup, known, who);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            DatabaseFile.Delete(beside);
            throw new StationDataException(
                new Problem("file.problem", backup, new Phrase("system.says", FileProblems.Clause(failure.Message))), failure);
        }
        catch
        {
            DatabaseFile.Delete(beside);
            throw;
        }

        File.Move(beside, folder.Restoring, overwrite: true);
    }

    /// <summary>The same on a thread of its own: others go on with the station meanwhile.</summary>
    /// <inheritdoc cref="MakeReady"/>
    public static Task MakeReadyAsync(DataFolder folder, string backup, IReadOnlyCollection<string> known, Actor? who) =>
        Task.Run(() => MakeReady(folder, backup, known, who));

    /// <param name="folder">Of a station that does not run.</param>
    /// <param name="now">Names where the old database goes.</param>
    /// <returns>Where the old database stands now; null where there was none.</returns>
    public static string? PutInPlace(DataFolder folder, DateTimeOffset now)
    {
        // From here on a start finishes what is broken off.
        var aside = SetAside(folder, now);
        File.Move(folder.Restoring, folder.Database);
        return aside;
    }

    private static void Require(string copy, string backup, IReadOnlyCollection<string> known, Actor? who)
    {
        if (DatabaseFile.CheckWhole(copy) is { } found)
        {
            throw new StationDataException(new Problem("backup.not-whole", backup, FileProblems.Clause(found)));
        }

        var applied = DatabaseFile.Migrations(copy);
        if (applied.Count == 0)
        {
            throw new StationDataException(new Problem("backup.no-station", backup));
        }

        if (applied.Except(known).LastOrDefault() is { } newer)
        {
            throw new StationDataException(new Problem("database.newer", backup, newer));
        }

        DatabaseFile.ForgetIdentity(copy, StoredJson.Write(new RestoredFrom(Path.GetFileName(backup), who)));
        DatabaseFile.Settle(copy);
    }

    /// <summary>The next start makes a new one.</summary>
    /// <returns>Where it stands now; null where there was none.</returns>
    public static string? SetAside(DataFolder folder, DateTimeOffset now)
    {
        if (!File.Exists(folder.Database))
        {
            return null;
        }

        var aside = Path.Combine(folder.Replaced, StampedName.Create(now, "database"));
        DatabaseFile.Move(folder.Database, aside);
        return aside;
    }
}
