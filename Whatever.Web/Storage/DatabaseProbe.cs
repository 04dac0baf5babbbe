using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Whatever.Web.Storage;

/// <summary>
/// Whether the database opens, can be written and has the schema of this program. Everybody may ask, so that it is looked at every few
/// seconds at most, whatever is asked.
/// </summary>
public sealed class DatabaseProbe(IDbContextFactory<StationDbContext> contexts, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim turn = new(1);
    private (bool IsGood, long At)? last;
    private bool isMigrated;

    public async Task<bool> IsGoodAsync(CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (last is not { } held || time.GetElapsedTime(held.At) >= HeldFor)
            {
                last = (await LookAsync(cancellation), time.GetTimestamp());
            }

            return last.Value.IsGood;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            isMigrated = isMigrated || !(await db.Database.GetPendingMigrationsAsync(cancellation)).Any();
            await db.Database.OpenConnectionAsync(cancellation);
            return isMigrated && CanWrite((SqliteConnection)db.Database.GetDbConnection());
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>A database that somebody writes at this moment can be written, and is not waited for.</summary>
    private static bool CanWrite(SqliteConnection connection)
    {
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, 0);
        var begun = SQLitePCL.raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
        return begun == SQLitePCL.raw.SQLITE_BUSY
            || (begun == SQLitePCL.raw.SQLITE_OK
                && SQLitePCL.raw.sqlite3_exec(connection.Handle, "ROLLBACK") == SQLitePCL.raw.SQLITE_OK);
    }
}
