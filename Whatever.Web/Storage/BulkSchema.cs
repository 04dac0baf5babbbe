namespace Whatever.Web.Storage;

/// <summary>
/// SQL of the first schema that EF Core cannot express: tables clustered by sensor and time, and the view that people and scripts read.
/// A migration refers to it, so it is never edited: later changes come as later migrations.
/// </summary>
internal static class BulkSchema
{
    public const string Tables =
        """
        CREATE TABLE readings (
            sensor_key INTEGER NOT NULL, minute INTEGER NOT NULL, flow_rate REAL, pressure REAL,
            PRIMARY KEY (sensor_key, minute)) WITHOUT ROWID;

        CREATE TABLE hourly_rollups (
            sensor_key INTEGER NOT NULL, hour INTEGER NOT NULL,
            flow_rate_count INTEGER NOT NULL, flow_rate_mean REAL, flow_rate_min REAL, flow_rate_max REAL,
            pressure_count INTEGER NOT NULL, pressure_mean REAL, pressure_min REAL, pressure_max REAL,
            PRIMARY KEY (sensor_key, hour)) WITHOUT ROWID;

        CREATE TABLE judgements (
            sensor_key INTEGER NOT NULL, minute INTEGER NOT NULL,
            flow_rate_percentile REAL, flow_rate_stage INTEGER, flow_rate_criteria INTEGER,
            pressure_percentile REAL, pressure_stage INTEGER, pressure_criteria INTEGER,
            PRIMARY KEY (sensor_key, minute)) WITHOUT ROWID;

        CREATE INDEX ix_judgements_outliers ON judgements (sensor_key, minute) WHERE flow_rate_stage > 0 OR pressure_stage > 0;
        """;

    /// <summary>
    /// The five columns of the original document, in the sensor's local time. The forecast of a minute is the one of its local hour
    /// with the smallest step: the one made the day before, if there is one.
    /// </summary>
    public const string View =
        """
        CREATE VIEW sensor_data AS
        SELECT s.id AS sensor_id,
               strftime('%Y-%m-%d ', (r.minute + z.offset_minutes) * 60, 'unixepoch')
                   || CAST(strftime('%H', (r.minute + z.offset_minutes) * 60, 'unixepoch') AS INTEGER)
                   || strftime(':%M', (r.minute + z.offset_minutes) * 60, 'unixepoch') AS time,
               r.flow_rate, r.pressure,
               (SELECT f.value FROM forecasts f WHERE f.sensor_key = r.sensor_key AND f.quantity = 0
                   AND f.target_minute = r.minute - ((r.minute + z.offset_minutes) % 60) ORDER BY f.step LIMIT 1) AS flow_rate_predict,
               (SELECT f.value FROM forecasts f WHERE f.sensor_key = r.sensor_key AND f.quantity = 1
                   AND f.target_minute = r.minute - ((r.minute + z.offset_minutes) % 60) ORDER BY f.step LIMIT 1) AS pressure_predict
        FROM readings r
        JOIN sensors s ON s.key = r.sensor_key
        JOIN zone_offsets z ON z.time_zone = s.time_zone AND r.minute >= z.from_minute AND r.minute < z.until_minute;
        """;

    public const string Drop =
        """
        DROP VIEW sensor_data;
        DROP TABLE judgements;
        DROP TABLE hourly_rollups;
        DROP TABLE readings;
        """;
}
