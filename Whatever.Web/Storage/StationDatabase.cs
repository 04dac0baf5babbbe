using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Whatever.Web.Storage;

/// <summary>Makes the database ready: schema, write-ahead log, offsets of the zones in use.</summary>
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
        }
        catch (SqliteException exception)
        {
            throw new StationDataException($"{folder.Database}: {Explain(exception)}", exception);
        }
    }

    private async Task RefuseNewerAsync(StationDbContext db, CancellationToken cancellation)
    {
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellation)).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new StationDataException(
                $"{folder.Database}: written by a newer version of this program (it knows {unknown[^1]}). Start that version, or choose "
                    + "another folder with --data.");
        }
    }

    private static string Explain(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_NOTADB => "not a SQLite database. Move the file away or choose another folder with --data.",
        SQLitePCL.raw.SQLITE_FULL => "the disk is full. Free some space and start again; what was stored is kept.",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
            "cannot be opened for writing. Check the rights on the folder.",
        _ => exception.Message,
    };
}

/// <summary>The data folder cannot be used; the message says what to do.</summary>
public sealed class StationDataException : Exception
{
    public StationDataException(string message)
        : base(message)
    {
    }

    public StationDataException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
