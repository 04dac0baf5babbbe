using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Backups;

/// <summary>Puts a backup in the place of the database of a station that does not run.</summary>
public static class BackupRestore
{
    /// <param name="folder">Of the station; the caller holds it.</param>
    /// <param name="backup">Looked at page by page before anything is moved.</param>
    /// <param name="known">Migrations that this program has.</param>
    /// <param name="now">Names where the old database goes.</param>
    /// <returns>Where the old database stands now; null where there was none.</returns>
    /// <exception cref="StationDataException">The backup is damaged, no station's, or a newer program's; nothing was changed.</exception>
    public static string? Restore(DataFolder folder, string backup, IReadOnlyCollection<string> known, DateTimeOffset now)
    {
        if (!File.Exists(backup))
        {
            throw new StationDataException(new Problem("file.none", backup));
        }

        var beside = folder.Restoring + ".tmp";
        File.Copy(backup, beside, overwrite: true);
        try
        {
            Require(beside, backup, known);
        }
        catch
        {
            DatabaseFile.Delete(beside);
            throw;
        }

        // From here on a start finishes what is broken off.
        File.Move(beside, folder.Restoring, overwrite: true);
        var aside = SetAside(folder, now);
        File.Move(folder.Restoring, folder.Database);
        return aside;
    }

    private static void Require(string copy, string backup, IReadOnlyCollection<string> known)
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

        DatabaseFile.ForgetIdentity(copy);
        DatabaseFile.Settle(copy);
    }

    private static string? SetAside(DataFolder folder, DateTimeOffset now)
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
