using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Stores a day's forecasts in the caller's transaction: almost three hundred rows of each sensor in one night.</summary>
internal static class ForecastWriter
{
    /// <summary>In the place of what was forecast on the same day before.</summary>
    public static void Replace(StationDbContext db, int sensorKey, DateOnly baseDay, IEnumerable<StoredForecast> forecasts)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var day = baseDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var delete = new SqliteStatement(connection, "DELETE FROM forecasts WHERE sensor_key = ?1 AND base_day = ?2");
        delete.Bind(1, sensorKey).Bind(2, day).Execute();
        using var insert = new SqliteStatement(
            connection,
            """
            INSERT INTO forecasts
                (sensor_key, quantity, base_day, step, hour, target_minute, value, p10, p90, low_confidence, model_version, issued_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """);
        foreach (var forecast in forecasts)
        {
            insert.Bind(1, forecast.SensorKey).Bind(2, (int)forecast.Quantity).Bind(3, day).Bind(4, forecast.Step).Bind(5, forecast.Hour)
                .Bind(6, forecast.TargetMinute).Bind(7, forecast.Value).Bind(8, forecast.P10 ?? double.NaN)
                .Bind(9, forecast.P90 ?? double.NaN).Bind(10, forecast.LowConfidence ? 1 : 0).Bind(11, forecast.ModelVersion)
                .Bind(12, forecast.IssuedAt.ToUnixTimeMilliseconds());
            insert.Execute();
        }
    }
}
