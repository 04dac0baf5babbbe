using Whatever.Web.Storage;

namespace Whatever.Web.Backups;

/// <summary>What a person wants to be the database of a station that still runs: it is put there once the station has stopped.</summary>
public sealed class RestoreOrder(IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    /// <summary>Until who ordered it has the answer, with all that belongs to its page.</summary>
    private static readonly TimeSpan Respite = TimeSpan.FromSeconds(2);

    private volatile string? name;
    private ITimer? leaving;

    public bool IsGiven => name is not null;

    /// <summary>Of the backup; empty for a new database.</summary>
    public string Name => name ?? "";

    /// <summary>The backup stands ready beside the database; the station stops in a moment.</summary>
    public void GiveBackup(string backup) => Give(backup);

    /// <summary>The damaged one is set aside, and there is nothing to go back to; the station stops in a moment.</summary>
    public void GiveEmpty() => Give("");

    /// <param name="folder">Of a station that does not run any more.</param>
    /// <param name="now">Names where the old database goes.</param>
    /// <returns>Where the old database stands now; null where there was none.</returns>
    public string? Carry(DataFolder folder, DateTimeOffset now) => Name.Length > 0
        ? BackupRestore.PutInPlace(folder, now)
        : BackupRestore.SetAside(folder, now);

    public void Dispose() => leaving?.Dispose();

    private void Give(string wanted)
    {
        name = wanted;
        leaving ??= time.CreateTimer(_ => lifetime.StopApplication(), null, Respite, Timeout.InfiniteTimeSpan);
    }
}
