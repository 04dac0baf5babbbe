using Whatever.Web.Storage;

namespace Whatever.Web.Backups;

/// <summary>What a person wants to be the database of a station that still runs: it is put there once the station has stopped.</summary>
public sealed class RestoreOrder
{
    private volatile string? name;

    public bool IsGiven => name is not null;

    /// <summary>Of the backup; empty for a new database.</summary>
    public string Name => name ?? "";

    /// <summary>The backup stands ready beside the database.</summary>
    public void GiveBackup(string backup) => name = backup;

    /// <summary>The damaged one is set aside, and there is nothing to go back to.</summary>
    public void GiveNew() => name = "";

    /// <param name="folder">Of a station that does not run any more.</param>
    /// <param name="now">Names where the old database goes.</param>
    /// <returns>Where the old database stands now; null where there was none.</returns>
    public string? Carry(DataFolder folder, DateTimeOffset now) => Name.Length > 0
        ? BackupRestore.PutInPlace(folder, now)
        : BackupRestore.SetAside(folder, now);
}
