using Whatever.Model.Problems;
using Whatever.Web.Backups;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Rescue;

/// <summary>
/// What a person can do about a damaged database. They show by the code that they are at the machine, as who signs in cannot be asked.
/// </summary>
public sealed class RescueDesk(DataFolder folder, KeptPushes kept, SetUpCode code, RestoreOrder order, TimeProvider time)
{
    private readonly Lock gate = new();

    /// <summary>Names of backups that were tried and are damaged themselves.</summary>
    private readonly HashSet<string> useless = new(StringComparer.Ordinal);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Backup> Backups =>
        [.. BackupStore.ListOf(folder, time.GetUtcNow()).Where(backup => !useless.Contains(backup.Name))];

    /// <summary>Whether it is for a person to say which of them is the newest.</summary>
    public bool IsOneAhead => BackupStore.IsOneAhead(Backups, time.GetUtcNow());

    /// <summary>Pushes that wait for a database.</summary>
    public int Kept => kept.Count;

    public bool IsOver => order.IsGiven;

    /// <param name="typed">The code.</param>
    /// <param name="backup">The name of one; empty for a new database, where there is none that is whole.</param>
    /// <param name="address">Where it is asked from.</param>
    /// <returns>Why not; null where the station starts anew once this is answered.</returns>
    public Problem? Restore(string? typed, string? backup, string? address)
    {
        if (!code.Matches(typed))
        {
            return new Problem("set-up.code");
        }

        lock (gate)
        {
            return order.IsGiven ? null : Order(backup ?? "", new Actor(ActorKind.Nobody, "console", address));
        }
    }

    /// <summary>Another try is made with the database as it is. Not while a backup is being put in place, and not after that.</summary>
    /// <param name="leave">Stops this host.</param>
    public void Leave(Action leave)
    {
        lock (gate)
        {
            if (!order.IsGiven)
            {
                leave();
            }
        }
    }

    private Problem? Order(string name, Actor who)
    {
        var backups = Backups;
        if (name.Length == 0 && backups.Count == 0)
        {
            order.GiveEmpty();
            return null;
        }

        if (backups.FirstOrDefault(backup => backup.Name == name) is not { } chosen)
        {
            return new Problem("backup.none-named", Excerpt.Of(name), folder.Backups);
        }

        try
        {
            BackupRestore.MakeReady(folder, chosen.Path, StationDatabase.KnownMigrations(), who);
        }
        catch (StationDataException refused)
        {
            if (refused.Problem.Code is "backup.not-whole" or "backup.no-station" or "file.problem")
            {
                useless.Add(name);
            }

            return refused.Problem;
        }

        order.GiveBackup(chosen.Name);
        return null;
    }
}
