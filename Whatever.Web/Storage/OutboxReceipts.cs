using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Whatever.Web.Storage;

/// <summary>Writes down receipts in the caller's transaction. A receipt is final: nothing that is learned later takes it back.</summary>
internal static class OutboxReceipts
{
    public static void Write(StationDbContext db, IEnumerable<(long Id, int Status)> received, DateTimeOffset now)
    {
        using var receipt = new SqliteStatement(
            (SqliteConnection)db.Database.GetDbConnection(),
            """
            UPDATE deliveries SET state = 1, receipt_at = ?2, receipt_status = ?3, last_error = NULL, next_attempt_at = NULL,
                attempts = attempts + 1 WHERE id = ?1 AND state <> 1
            """);
        foreach (var (id, status) in received)
        {
            receipt.Bind(1, id).Bind(2, now.ToUnixTimeMilliseconds()).Bind(3, status).Execute();
        }
    }
}
