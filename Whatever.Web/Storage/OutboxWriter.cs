using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Queues deliveries in the caller's transaction; a payload that is queued or sent already is not queued again. A file that was sent,
/// archived and now lies in the output folder once more is marked to be archived again, or it would lie there for ever.
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
            INSERT INTO deliveries
                (kind, sensor_id, idempotency_key, base_day, step, payload, sha256, created_at, released_at, attempts, state, sender)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0,
                COALESCE((SELECT value FROM settings WHERE name = 'station_identity'), ''))
            ON CONFLICT (idempotency_key) DO NOTHING
            """);
        using var newest = new SqliteStatement(
            connection, "SELECT sha256 = ?3 FROM deliveries WHERE idempotency_key >= ?1 AND idempotency_key < ?2 ORDER BY id DESC LIMIT 1");
        using var reopen = new SqliteStatement(
            connection,
            "UPDATE deliveries SET archived_at = NULL WHERE kind = 0 AND sensor_id = ?1 AND base_day = ?2 AND step = ?3 AND sha256 = ?4");
        var added = 0;
        foreach (var delivery in deliveries)
        {
            if (IsNewest(newest, delivery))
            {
                Reopen(reopen, delivery);
                continue;
            }

            added++;
            Bind(insert, delivery);
            insert.Execute();
            for (var revision = 2; SQLitePCL.raw.sqlite3_changes(connection.Handle) == 0; revision++)
            {
                // Said before, then corrected, now said again: the server has to hear it once more.
                insert.Bind(3, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{delivery.IdempotencyKey}/r{revision}"));
                insert.Execute();
            }
        }

        return added;
    }

    /// <summary>Whether the last thing said of the same subject (a day's step, a minute's quantity) is this.</summary>
    private static bool IsNewest(SqliteStatement newest, OutboundDelivery delivery)
    {
        newest.Bind(1, delivery.Subject + "/").Bind(2, delivery.Subject + "0").Bind(3, delivery.Sha256);
        var isNewest = newest.Read() && newest.Int(0) == 1;
        newest.Reset();
        return isNewest;
    }

    private static void Reopen(SqliteStatement reopen, OutboundDelivery delivery)
    {
        if (delivery is { Kind: DeliveryKind.Forecast, BaseDay: { } day, Step: { } step })
        {
            reopen.Bind(1, delivery.SensorId).Bind(2, WireTime.WriteDay(day)).Bind(3, step).Bind(4, delivery.Sha256).Execute();
        }
    }

    private static void Bind(SqliteStatement insert, OutboundDelivery delivery)
    {
        insert.Bind(1, (int)delivery.Kind).Bind(2, delivery.SensorId).Bind(3, delivery.IdempotencyKey)
            .Bind(6, delivery.Payload).Bind(7, delivery.Sha256).Bind(8, delivery.CreatedAt.ToUnixTimeMilliseconds())
            .BindNull(4).BindNull(5).BindNull(9);
        if (delivery is { BaseDay: { } day, Step: { } step })
        {
            insert.Bind(4, WireTime.WriteDay(day)).Bind(5, step);
        }

        if (delivery.ReleasedAt is { } releasedAt)
        {
            insert.Bind(9, releasedAt.ToUnixTimeMilliseconds());
        }
    }
}
