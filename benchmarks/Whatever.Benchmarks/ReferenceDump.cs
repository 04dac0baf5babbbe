using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Web.Storage;

namespace Whatever.Benchmarks;

/// <summary>
/// Writes what a station holds as text: what people and servers see (readings, judgements, findings, alarms with their logs, messages,
/// forecasts and their files) a file each, and what it keeps for itself in a folder beside them.
/// </summary>
internal static class ReferenceDump
{
    /// <summary>What is seen: the query says it in words that stay, whatever a table is called.</summary>
    private static readonly (string Name, string Sql)[] Seen =
    [
        ("readings", "SELECT s.id AS sensor, r.* FROM readings r JOIN sensors s ON s.key = r.sensor_key ORDER BY 1, r.minute"),
        ("judgements", "SELECT s.id AS sensor, j.* FROM judgements j JOIN sensors s ON s.key = j.sensor_key ORDER BY 1, j.minute"),
        ("findings", "SELECT s.id AS sensor, f.* FROM findings f JOIN sensors s ON s.key = f.sensor_key ORDER BY 1, f.minute, 3, 4"),
        ("alarms", "SELECT * FROM alarms ORDER BY id"),
        ("alarm_log", "SELECT * FROM alarm_entries ORDER BY id"),
        (
            "messages",
            "SELECT kind, sensor_id, idempotency_key, sha256, CAST(payload AS TEXT) AS payload, created_at, released_at FROM deliveries "
                + "ORDER BY idempotency_key"),
        (
            "forecasts",
            "SELECT s.id AS sensor, f.* FROM forecasts f JOIN sensors s ON s.key = f.sensor_key ORDER BY 1, f.quantity, f.base_day, "
                + "f.step, f.hour"),
        ("thresholds", "SELECT * FROM thresholds ORDER BY id"),
        ("criteria", "SELECT * FROM criteria ORDER BY id"),
    ];

    private static readonly string[] Inner = ["sensor_states", "state_snapshots", "stale_spans", "hourly_rollups"];

    public static async Task WriteAsync(IServiceProvider services, string dataFolder, string target, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(target, "inner"));
        await using var db = await services.GetRequiredService<IDbContextFactory<StationDbContext>>().CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        foreach (var (name, sql) in Seen)
        {
            await WriteAsync(db.Database.GetDbConnection(), sql, Path.Combine(target, name + ".txt"), cancellation);
        }

        foreach (var table in Inner)
        {
            await WriteAsync(
                db.Database.GetDbConnection(), $"SELECT * FROM {table} ORDER BY 1, 2", Path.Combine(target, "inner", table + ".txt"),
                cancellation);
        }

        var files = Directory.EnumerateFiles(dataFolder, "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(
                path => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}  {Path.GetRelativePath(dataFolder, path)}");
        await File.WriteAllLinesAsync(Path.Combine(target, "files.txt"), files, cancellation);
    }

    private static async Task WriteAsync(DbConnection connection, string sql, string path, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await using var text = new StreamWriter(path, append: false, Encoding.UTF8);
        await text.WriteLineAsync(string.Join('\t', Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)));
        while (await rows.ReadAsync(cancellation))
        {
            await text.WriteLineAsync(
                string.Join('\t', Enumerable.Range(0, rows.FieldCount).Select(column => Show(rows.GetValue(column)))));
        }
    }

    private static string Show(object value) => value switch
    {
        DBNull => "-",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}".ReplaceLineEndings(" "),
    };
}
