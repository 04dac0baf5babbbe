using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Storage;

/// <summary>Reads the forecasts that hours are judged by: as issued, with the smallest step.</summary>
public sealed class ForecastReader(StationDbContext db) : IDisposable
{
    private readonly SqliteStatement statement = new(
        (SqliteConnection)db.Database.GetDbConnection(),
        """
        SELECT quantity, target_minute, value, p10, p90 FROM forecasts
        WHERE sensor_key = ?1 AND quantity IN (0, 1) AND target_minute BETWEEN ?2 AND ?3 AND p10 IS NOT NULL ORDER BY step DESC
        """);

    /// <summary>Forecasts of the hours that a span touches, by quantity and first minute of the hour.</summary>
    public Dictionary<(Quantity Quantity, int Minute), ForecastBand> Read(int sensorKey, int fromMinute, int toMinute)
    {
        var bands = new Dictionary<(Quantity, int), ForecastBand>();
        statement.Bind(1, sensorKey).Bind(2, fromMinute - MinutesPer.Hour + 1).Bind(3, toMinute);
        while (statement.Read())
        {
            // The smallest step comes last and stays.
            bands[((Quantity)statement.Int(0), statement.Int(1))] = new ForecastBand(
                statement.Number(2), statement.Number(3), statement.Double(4));
        }

        return bands;
    }

    public void Dispose() => statement.Dispose();
}
