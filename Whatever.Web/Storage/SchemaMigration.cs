using Microsoft.EntityFrameworkCore;

namespace Whatever.Web.Storage;

/// <summary>
/// Brings the schema up to date, where there is something to do, one process at a time. The row by which EF Core keeps others out stays
/// when its process is killed, and everybody after it would wait for ever; a file that the system holds is let go of with the process, and
/// whoever has it knows that the row is nobody's.
/// </summary>
internal static class SchemaMigration
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(
        StationDbContext db, DataFolder folder, ILogger logger, TimeProvider time, CancellationToken cancellation)
    {
        if (!await IsPendingAsync(db, cancellation))
        {
            return;
        }

        using var held = await TakeAsync(folder, logger, time, cancellation);
        if (await IsPendingAsync(db, cancellation))
        {
            await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", cancellation);
            await db.Database.MigrateAsync(cancellation);
        }
    }

    private static async Task<bool> IsPendingAsync(StationDbContext db, CancellationToken cancellation) =>
        (await db.Database.GetPendingMigrationsAsync(cancellation)).Any();

    private static async Task<FolderLock> TakeAsync(
        DataFolder folder, ILogger logger, TimeProvider time, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            if (FolderLock.TryTake(folder, FolderLock.Schema) is { } taken)
            {
                return taken;
            }

            if (tries == 0)
            {
                logger.LogWarning("Waiting for another process that brings the database in {Folder} up to date", folder.Root);
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
