using System.CommandLine;
using Whatever.Web.Backups;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Commands;

/// <summary>Takes a backup, also while the station runs, and lists them.</summary>
internal static class BackupCommand
{
    private const double BytesPerMb = 1e6;

    public static Command Create()
    {
        var list = new Command("list", "Lists the backups, newest first");
        list.SetAction(List);
        var command = new Command("backup", "Takes a backup of the database and looks at all of it; the station may run") { list };
        command.SetAction(TakeAsync);
        return command;
    }

    private static async Task<int> TakeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        var (backup, removed) = scope.Get<BackupStore>().Take(TimeZoneInfo.Local);
        await scope.Get<AuditLog>().NoteAsync(new AuditNote(AuditActs.BackedUp, backup.Name), cancellation);
        parsed.Print(
            new { File = backup.Path, TakenAt = backup.TakenAt, Bytes = backup.Bytes, Removed = removed },
            $"{backup.Path}: {backup.Bytes / BytesPerMb:0.0} MB, looked at and whole. {Counted.Say(removed, "older backup")} removed.");
        return 0;
    }

    private static int List(ParseResult parsed)
    {
        var all = BackupStore.ListOf(
            new(Storage.DataFolder.Locate(parsed.GetValue(CommonOptions.Data))), TimeProvider.System.GetUtcNow());
        parsed.Print(
            all.Select(backup => new { File = backup.Path, TakenAt = backup.TakenAt, Bytes = backup.Bytes }),
            all.Count == 0 ? "No backup yet."
            : string.Join(Environment.NewLine, all.Select(backup =>
                $"{WireTime.Write(backup.TakenAt.UtcDateTime)} UTC  {backup.Bytes / BytesPerMb,9:0.0} MB  {backup.Path}")));
        return 0;
    }
}
