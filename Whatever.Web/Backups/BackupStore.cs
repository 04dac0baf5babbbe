using System.Globalization;
using Microsoft.Data.Sqlite;
using Whatever.Model.Files;
using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Backups;

/// <summary>A backup that was whole when it was written.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="TakenAt">The moment that it shows.</param>
/// <param name="Bytes">Its size.</param>
public sealed record Backup(string Path, DateTimeOffset TakenAt, long Bytes)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>
/// Copies of the database in the folder Backups. A copy gets its name only once it has been looked at page by page: what is called a
/// backup is one.
/// </summary>
public sealed class BackupStore(DataFolder folder, TimeProvider time)
{
    private const string Prefix = "whatever-";
    private const string Ending = ".db";
    private const long BytesPerMb = 1_000_000;

    /// <summary>Readings go on coming while a copy is written.</summary>
    private const long LeftFree = 32 * BytesPerMb;

    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Newest first; what was taken while the clock was ahead is not, whatever its name says, and stands last.</summary>
    public IReadOnlyList<Backup> List() => ListOf(folder, time.GetUtcNow());

    /// <inheritdoc cref="List"/>
    public static IReadOnlyList<Backup> ListOf(DataFolder folder, DateTimeOffset now) => !Directory.Exists(folder.Backups)
        ? []
        : [
            .. new DirectoryInfo(folder.Backups).EnumerateFiles($"{Prefix}*{Ending}")
                .Select(file => (File: file, At: TimeOf(file.Name)))
                .Where(one => one.At is not null).Select(one => new Backup(one.File.FullName, one.At!.Value, one.File.Length))
                .OrderBy(backup => backup.TakenAt > now.AddDays(1)).ThenByDescending(backup => backup.TakenAt),
        ];

    /// <summary>
    /// Whether one is of a time that has not come: the clock is behind, or was ahead then, and which one is the newest is not for a program
    /// to say.
    /// </summary>
    public static bool IsOneAhead(IEnumerable<Backup> backups, DateTimeOffset now) =>
        backups.Any(backup => backup.TakenAt > now.AddDays(1));

    /// <summary>Takes one while the station goes on, and looks at all of it.</summary>
    /// <param name="zone">Whose days count for those that are kept.</param>
    /// <returns>The backup, and how many older ones were removed.</returns>
    /// <exception cref="StationDataException">There is too little space, or the database is damaged.</exception>
    public (Backup Backup, int Removed) Take(TimeZoneInfo zone)
    {
        Directory.CreateDirectory(folder.Backups);
        RequireSpace(folder.Backups, new FileInfo(folder.Database).Length);
        var at = time.GetUtcNow();
        var path = Path.Combine(folder.Backups, Prefix + at.ToString(Stamp, CultureInfo.InvariantCulture) + Ending);
        var beside = path + ".tmp";
        DatabaseFile.Delete(beside);
        try
        {
            DatabaseFile.Copy(folder.Database, beside);
            if (DatabaseFile.CheckWhole(beside) is { } found)
            {
                throw new StationDataException(new Problem("backup.damaged", folder.Database, FileProblems.Clause(found)));
            }

            AtomicFile.Publish(beside, path);
        }
        catch (SqliteException exception) when (DatabaseFile.IsDamage(exception))
        {
            throw new StationDataException(
                new Problem("backup.damaged", folder.Database, FileProblems.Clause(exception.Message)), exception);
        }
        finally
        {
            DatabaseFile.Delete(beside);
        }

        return (new Backup(path, TimeOf(Path.GetFileName(path))!.Value, new FileInfo(path).Length), Prune(zone, path));
    }

    /// <summary>
    /// What was taken within a day stays, whichever is the newest of it: somebody took it ahead of a step that may go wrong. What was just
    /// taken does also where the clock is behind and it seems to be the oldest of all.
    /// </summary>
    private int Prune(TimeZoneInfo zone, string taken)
    {
        var all = List();
        var kept = BackupRule.Keep([.. all.Select(backup => backup.TakenAt)], zone);
        var since = time.GetUtcNow().AddDays(-1);
        var old = all.Where(backup => !kept.Contains(backup.TakenAt) && backup.TakenAt < since && backup.Path != taken).ToList();
        old.ForEach(backup => File.Delete(backup.Path));
        return old.Count;
    }

    /// <exception cref="StationDataException">A copy would leave nothing for what comes meanwhile.</exception>
    internal static void RequireSpace(string path, long needed)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < needed + LeftFree)
        {
            throw new StationDataException(
                new Problem("backup.no-space", path, free / BytesPerMb, ((needed + LeftFree) / BytesPerMb) + 1));
        }
    }

    private static DateTimeOffset? TimeOf(string name) =>
        name.Length == Prefix.Length + "yyyyMMddTHHmmssZ".Length + Ending.Length
        && DateTimeOffset.TryParseExact(
            name[Prefix.Length..^Ending.Length], Stamp, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;
}
