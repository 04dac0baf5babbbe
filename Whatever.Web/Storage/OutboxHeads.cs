using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>The first message of a sensor that waits: while it pauses, the sensor's others of the kind wait behind it.</summary>
/// <param name="Id">Of the delivery.</param>
/// <param name="NextAttemptAt">Null where it was not tried yet.</param>
public readonly record struct OutboxHead(string SensorId, long Id, DateTimeOffset? NextAttemptAt);

/// <summary>
/// Finds the heads of the queue by stepping through its index from sensor to sensor: what it costs goes by the sensors that have something,
/// not by the messages that wait.
/// </summary>
internal static class OutboxHeads
{
    internal const string Heads = """
        WITH RECURSIVE waiting(sensor_id) AS (
            SELECT (SELECT sensor_id FROM deliveries INDEXED BY ix_deliveries_heads
                WHERE kind = $kind AND state = 0 AND released_at IS NOT NULL ORDER BY sensor_id LIMIT 1)
            UNION ALL
            SELECT (SELECT sensor_id FROM deliveries INDEXED BY ix_deliveries_heads
                WHERE kind = $kind AND state = 0 AND released_at IS NOT NULL AND sensor_id > waiting.sensor_id
                ORDER BY sensor_id LIMIT 1)
            FROM waiting WHERE waiting.sensor_id IS NOT NULL)
        SELECT head.sensor_id, head.id, head.next_attempt_at FROM waiting
        JOIN deliveries AS head ON head.id = (SELECT id FROM deliveries INDEXED BY ix_deliveries_heads
            WHERE kind = $kind AND state = 0 AND released_at IS NOT NULL AND sensor_id = waiting.sensor_id ORDER BY id LIMIT 1)
        WHERE waiting.sensor_id IS NOT NULL
        ORDER BY head.id
        """;

    private const string Refused = "SELECT MIN(next_attempt_at) FROM deliveries WHERE kind = $kind AND state = 2 AND released_at IS NOT NULL";

    /// <summary>The oldest first.</summary>
    public static async Task<List<OutboxHead>> ReadAsync(StationDbContext db, DeliveryKind kind, CancellationToken cancellation)
    {
        await using var command = await CommandAsync(db, Heads, kind, cancellation);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var heads = new List<OutboxHead>();
        while (await rows.ReadAsync(cancellation))
        {
            heads.Add(new OutboxHead(rows.GetString(0), rows.GetInt64(1), await rows.IsDBNullAsync(2, cancellation) ? null : At(rows, 2)));
        }

        return heads;
    }

    /// <summary>The next ones of a sensor, in their order. (Of several indexes that fit, the other one walks through all that waits.)</summary>
    public static Task<List<OutboundDelivery>> NextAsync(
        StationDbContext db, DeliveryKind kind, string sensorId, int most, CancellationToken cancellation) => db.Deliveries
        .FromSql($"""
            SELECT * FROM deliveries INDEXED BY ix_deliveries_heads
            WHERE kind = {(int)kind} AND state = 0 AND released_at IS NOT NULL AND sensor_id = {sensorId} ORDER BY id LIMIT {most}
            """)
        .AsNoTracking().ToListAsync(cancellation);

    /// <summary>When the first of those that were refused may be tried again; null where none was.</summary>
    public static async Task<DateTimeOffset?> NextRefusedAsync(StationDbContext db, DeliveryKind kind, CancellationToken cancellation)
    {
        await using var command = await CommandAsync(db, Refused, kind, cancellation);
        return await command.ExecuteScalarAsync(cancellation) is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    private static async Task<DbCommand> CommandAsync(
        StationDbContext db, string sql, DeliveryKind kind, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("$kind", (int)kind);
        command.Parameters.Add(parameter);
        return command;
    }

    private static DateTimeOffset At(DbDataReader rows, int column) => DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(column));
}
