using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Queues deliveries in the caller's transaction; a payload that is queued or sent already is not queued again. A file that was sent, archived and
/// now lies in the output folder once more is marked to be archived again, or it would lie there for ever.
/// </summary>
public static class OutboxWriter
{
    /// <returns>How many were new.</returns>
    public static int Add(StationDbContext db, IEnumerable<OutboundDelivery> deliveries)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        using var insert = new SqliteStatement(
            connection,
            """
            INSERT INTO deliveries (kind, sensor_id, idempotency_key, base_day, step, payload, sha256, created_at, released_at, attempts, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0) ON CONFLICT (idempotency_key) DO NOTHING
            """);
        using var reopen = new SqliteStatement(connection, "UPDATE deliveries SET archived_at = NULL WHERE idempotency_key = ?1 AND kind = 0");
        var added = 0;
        foreach (var delivery in deliveries)
        {
            Bind(insert, delivery);
            insert.Execute();
            if (SQLitePCL.raw.sqlite3_changes(connection.Handle) == 1)
            {
                added++;
            }
            else if (delivery.Kind == DeliveryKind.Forecast)
            {
                reopen.Bind(1, delivery.IdempotencyKey).Execute();
            }
        }

        return added;
    }

    private static void Bind(SqliteStatement insert, OutboundDelivery delivery)
    {
        insert.Bind(1, (int)delivery.Kind).Bind(2, delivery.SensorId).Bind(3, delivery.IdempotencyKey)
            .Bind(6, delivery.Payload).Bind(7, delivery.Sha256).Bind(8, delivery.CreatedAt.ToUnixTimeMilliseconds())
            .BindNull(4).BindNull(5).BindNull(9);
        if (delivery is { BaseDay: { } day, Step: { } step })
        {
            insert.Bind(4, SeedTime.WriteDay(day)).Bind(5, step);
        }

        if (delivery.ReleasedAt is { } releasedAt)
        {
            insert.Bind(9, releasedAt.ToUnixTimeMilliseconds());
        }
    }
}
