using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;

namespace Whatever.Web.Storage;

/// <summary>Makes the database ready: schema, write-ahead log, offsets of the zones in use, physical ranges.</summary>
public sealed class StationDatabase(IDbContextFactory<StationDbContext> contexts, DataFolder folder)
{
    /// <exception cref="StationDataException">The file is not a database, is newer than this program, or cannot be written.</exception>
    public async Task PrepareAsync(CancellationToken cancellation = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            await RefuseNewerAsync(db, cancellation);
            await db.Database.MigrateAsync(cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellation);
            foreach (var zone in await db.Sensors.Select(sensor => sensor.TimeZone).Distinct().ToListAsync(cancellation))
            {
                await ZoneOffsets.EnsureAsync(db, zone, cancellation);
            }

            await SensorRangeStore.EnsureAsync(db, cancellation);
        }
        catch (SqliteException exception)
        {
            throw new StationDataException(new Problem("file.problem", folder.Database, Explain(exception)), exception);
        }
    }

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
