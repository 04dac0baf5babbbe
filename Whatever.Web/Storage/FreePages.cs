using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Whatever.Web.Storage;

/// <summary>
/// Gives the disk back what a purge left empty in the database. A day's purge is filled again by the next day, so that some pages stay; a
/// shorter retention, or a sensor less, leaves many.
/// </summary>
public static class FreePages
{
    /// <summary>Pages of 4 KB given back in one transaction: other writers get their turn in between.</summary>
    private const int PerStep = 1024;

    private const long Incremental = 2;

    /// <summary>One of so many pages of the file stays empty.</summary>
    private const int KeptShare = 20;

    /// <summary>
    /// Makes a database that can give pages back, where there is none: how it keeps them cannot be chosen once it has a table.
    /// </summary>
    internal static void Prepare(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            return;
        }

        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        connection.Open();
        Run(connection, "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;");
    }

    /// <returns>Pages that were given back; 0 for a database that was made before stations could.</returns>
    public static async Task<long> GiveBackAsync(StationDbContext db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        if (Ask(connection, "PRAGMA auto_vacuum") != Incremental)
        {
            return 0;
        }

        var (kept, given) = (Ask(connection, "PRAGMA page_count") / KeptShare, 0L);
        for (var free = Ask(connection, "PRAGMA freelist_count"); free > kept; free = Ask(connection, "PRAGMA freelist_count"))
        {
            cancellation.ThrowIfCancellationRequested();
            Run(connection, $"PRAGMA incremental_vacuum({Math.Min(free - kept, PerStep)})");
            if (free - Ask(connection, "PRAGMA freelist_count") is var step and > 0)
            {
                given += step;
            }
            else
            {
                break;
            }
        }

        return given;
    }

    private static long Ask(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The library steps to the first row of an answer, and this pragma gives a page back with each.</summary>
    private static void Run(SqliteConnection connection, string sql)
    {
        var answer = SQLitePCL.raw.sqlite3_exec(connection.Handle, sql);
        if (answer is not SQLitePCL.raw.SQLITE_OK and not SQLitePCL.raw.SQLITE_BUSY)
        {
            throw new SqliteException(SQLitePCL.raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), answer);
        }
    }
}
