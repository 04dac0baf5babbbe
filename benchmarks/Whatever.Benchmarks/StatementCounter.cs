using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Whatever.Benchmarks;

/// <summary>Counts every SQL statement that the database runs, prepared ones among them.</summary>
internal sealed class StatementCounter : DbConnectionInterceptor
{
    private static readonly strdelegate_trace Counting = Count;
    private long count;

    public long Total => Volatile.Read(ref count);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Watch(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Watch(connection);
        return Task.CompletedTask;
    }

    private static void Count(object user, string sql) => Interlocked.Increment(ref ((StatementCounter)user).count);

    private void Watch(DbConnection connection) => raw.sqlite3_trace(((SqliteConnection)connection).Handle, Counting, this);
}
