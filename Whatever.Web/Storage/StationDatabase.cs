using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;

namespace Whatever.Web.Storage;

/// <summary>Makes the database ready: schema, write-ahead log, offsets of the zones in use, physical ranges.</summary>
public sealed class StationDatabase(
    IDbContextFactory<StationDbContext> contexts, DataFolder folder, TimeProvider time, ILogger<StationDatabase> logger)
{
    /// <summary>A larger one is looked at page by page only where the station was not stopped in order.</summary>
    private const long LargestCheckedAlways = 512 * 1024 * 1024;

    /// <param name="isLookedAt">Whether its pages are read through first: for who goes on with it for years.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="StationDataException">The file is not a database, is damaged, is newer than this program, or cannot be
    /// written.</exception>
    public async Task PrepareAsync(bool isLookedAt = false, CancellationToken cancellation = default)
    {
        try
        {
            FinishRestore();
            RefuseEmptied();
            RefuseDamaged(isLookedAt);
            FreePages.Prepare(folder.Database);
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await RefuseNewerAsync(db, cancellation);
            await SchemaMigration.RunAsync(db, folder, logger, time, cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellation);
            foreach (var zone in await db.Sensors.Select(sensor => sensor.TimeZone).Distinct().ToListAsync(cancellation))
            {
                await ZoneOffsets.EnsureAsync(db, zone, cancellation);
            }

            await SensorRangeStore.EnsureAsync(db, cancellation);
            await StationIdentity.EnsureAsync(db, cancellation);
            foreach (var file in DatabaseFile.Beside(folder.Database).Append(folder.Database))
            {
                FolderRights.Own(file);
            }
        }
        catch (SqliteException exception) when (
            exception.SqliteErrorCode != SQLitePCL.raw.SQLITE_NOTADB && DatabaseFile.IsDamage(exception))
        {
            throw Damaged(exception.Message, exception);
        }
        catch (SqliteException exception)
        {
            throw new StationDataException(new Problem("file.problem", folder.Database, Explain(exception)), exception);
        }
    }

    /// <summary>All that this program knows, in their order.</summary>
    public static IReadOnlyCollection<string> KnownMigrations()
    {
        using var db = new StationDbContext(new DbContextOptionsBuilder<StationDbContext>().UseSqlite("Data Source=:memory:").Options);
        return [.. db.Database.GetMigrations()];
    }

    /// <summary>A restore that was broken off between its last two steps: the old database stands aside already.</summary>
    private void FinishRestore()
    {
        if (!File.Exists(folder.Database) && File.Exists(folder.Restoring))
        {
            File.Move(folder.Restoring, folder.Database);
        }

        // Of an order that was never carried out, because the station was killed first.
        File.Delete(folder.Restoring);
    }

    /// <summary>An empty file in a folder where a station has been is what is left of its database, and not a new one.</summary>
    private void RefuseEmptied()
    {
        if (new FileInfo(folder.Database) is { Exists: true, Length: 0 } && folder.HasBeenUsed)
        {
            throw new StationDataException(new Problem("database.emptied", folder.Database));
        }
    }

    private void RefuseDamaged(bool isLookedAt)
    {
        var file = new FileInfo(folder.Database);
        if (isLookedAt && file is { Exists: true, Length: > 0 }
            && (file.Length <= LargestCheckedAlways || DatabaseFile.Beside(file.FullName).Any(File.Exists))
            && DatabaseFile.Check(file.FullName) is { } found)
        {
            throw Damaged(found, null);
        }
    }

    private StationDataException Damaged(string found, Exception? inner) =>
        new(new Problem("database.damaged", folder.Database, FileProblems.Clause(found)), inner);

    private async Task RefuseNewerAsync(StationDbContext db, CancellationToken cancellation)
    {
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellation)).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new StationDataException(
                new Problem("database.newer", folder.Database, unknown[^1]));
        }
    }

    private static object Explain(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_NOTADB => new Phrase("database.none"),
        SQLitePCL.raw.SQLITE_FULL => new Phrase("database.full-at-start"),
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
            new Phrase("database.no-rights"),
        _ => exception.Message,
    };
}

/// <summary>The data folder cannot be used; the problem says what to do.</summary>
public sealed class StationDataException(Problem problem, Exception? inner = null) : ProblemException(problem, inner);
