using System.CommandLine;
using Whatever.Model.Problems;
using Whatever.Web.Backups;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Puts a backup in the place of the database; what stood there is kept beside it.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string?> Backup = new("backup")
    {
        Description = "A file, or the name of one in the folder Backups; the newest unless given",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("restore", "Puts a backup in the place of the database; the station must not run") { Backup };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FolderRights.KeepToOwner();
        var folder = DataFolder.Resolve(parsed.GetValue(CommonOptions.Data));
        using var held = FolderLock.TryTake(folder) ?? throw new CommandFailedException(new Problem("serve.folder-in-use", folder.Root));
        var backup = Find(folder, parsed.GetValue(Backup));
        var aside = BackupRestore.Restore(
            folder, backup, StationDatabase.KnownMigrations(), TimeProvider.System.GetUtcNow(),
            new Actor(ActorKind.Command, Environment.UserName));
        parsed.Print(
            new { Restored = backup, Replaced = aside },
            aside is null ? $"{backup} is the database now." : $"{backup} is the database now; the one before it stands in {aside}.");
        return 0;
    }

    /// <exception cref="CommandFailedException">There is none.</exception>
    private static string Find(DataFolder folder, string? given)
    {
        if (given is not null)
        {
            var named = Path.Combine(folder.Backups, given);
            return Path.GetFullPath(Path.GetFileName(given) == given && File.Exists(named) ? named : given);
        }

        var now = TimeProvider.System.GetUtcNow();
        var all = BackupStore.ListOf(folder, now);
        return all is not [var newest, ..] ? throw new CommandFailedException(new Problem("backup.none", folder.Backups))
            : BackupStore.IsOneAhead(all, now)
            ? throw new CommandFailedException(
                new Problem("backup.which", $"{WireTime.Write(now.UtcDateTime)}Z", string.Join(", ", all.Select(backup => backup.Name))))
            : newest.Path;
    }
}
