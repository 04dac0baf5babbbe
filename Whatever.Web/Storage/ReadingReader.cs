using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Whatever.Web.Storage;

/// <summary>One point of a drawn or exported series: a minute, or a bucket of many.</summary>
public readonly record struct SeriesPoint(int Minute, Aggregate FlowRate, Aggregate Pressure);

/// <summary>NaN where nothing was measured.</summary>
public readonly record struct Aggregate(double Mean, double Min, double Max, int Count);

/// <summary>Reads spans of readings straight from the clustered tables.</summary>
public static class ReadingReader
{
    private const string MinutesSql =
        "SELECT minute, flow_rate, pressure FROM readings WHERE sensor_key = ?1 AND minute BETWEEN ?2 AND ?3 ORDER BY minute";

    private const string BucketsSql =
        """
        SELECT (minute - ?2) / ?4, COUNT(flow_rate), AVG(flow_rate), MIN(flow_rate), MAX(flow_rate),
               COUNT(pressure), AVG(pressure), MIN(pressure), MAX(pressure)
        FROM readings WHERE sensor_key = ?1 AND minute BETWEEN ?2 AND ?3 GROUP BY 1 ORDER BY 1
        """;

    private const string RollupBucketsSql =
        """
        SELECT (hour - ?2) / ?4, SUM(flow_rate_count), SUM(flow_rate_mean * flow_rate_count) / SUM(flow_rate_count), MIN(flow_rate_min), MAX(flow_rate_max),
               SUM(pressure_count), SUM(pressure_mean * pressure_count) / SUM(pressure_count), MIN(pressure_min), MAX(pressure_max)
        FROM hourly_rollups WHERE sensor_key = ?1 AND hour BETWEEN ?2 AND ?3 GROUP BY 1 ORDER BY 1
        """;

    /// <summary>The stored rows of <paramref name="fromMinute"/>..<paramref name="toMinute"/>, both inclusive.</summary>
    public static ReadingColumns ReadMinutes(StationDbContext db, int sensorKey, int fromMinute, int toMinute)
    {
        using var statement = Open(db, MinutesSql, sensorKey, fromMinute, toMinute);
        var minutes = new List<int>();
        var flowRate = new List<double>();
        var pressure = new List<double>();
        while (statement.Value.Read())
        {
            minutes.Add(statement.Value.Int(0));
            flowRate.Add(statement.Value.Double(1));
            pressure.Add(statement.Value.Double(2));
        }

        return new ReadingColumns([.. minutes], [.. flowRate], [.. pressure]);
    }

    /// <summary>Means and extremes per bucket of <paramref name="bucketMinutes"/>, from the minutes themselves.</summary>
    public static List<SeriesPoint> ReadBuckets(StationDbContext db, int sensorKey, int fromMinute, int toMinute, int bucketMinutes) =>
        ReadAggregates(db, BucketsSql, sensorKey, (fromMinute, toMinute), bucketMinutes, minutesPerUnit: 1);

    /// <summary>Means and extremes per bucket of <paramref name="bucketHours"/>, from the roll-ups.</summary>
    public static List<SeriesPoint> ReadRollupBuckets(StationDbContext db, int sensorKey, int fromHour, int toHour, int bucketHours) =>
        ReadAggregates(db, RollupBucketsSql, sensorKey, (fromHour, toHour), bucketHours, minutesPerUnit: 60);

    private static List<SeriesPoint> ReadAggregates(
        StationDbContext db, string sql, int sensorKey, (int From, int To) range, int bucket, int minutesPerUnit)
    {
        using var statement = Open(db, sql, sensorKey, range.From, range.To);
        var row = statement.Value.Bind(4, bucket);
        var points = new List<SeriesPoint>();
        while (row.Read())
        {
            var minute = (range.From + (row.Int(0) * bucket)) * minutesPerUnit;
            points.Add(new SeriesPoint(minute, ReadAggregate(row, 1), ReadAggregate(row, 5)));
        }

        return points;
    }

    private static Aggregate ReadAggregate(SqliteStatement row, int first) =>
        new(row.Double(first + 1), row.Double(first + 2), row.Double(first + 3), row.Int(first));

    private static OpenStatement Open(StationDbContext db, string sql, int sensorKey, int from, int to)
    {
        db.Database.OpenConnection();
        var statement = new SqliteStatement((SqliteConnection)db.Database.GetDbConnection(), sql);
        statement.Bind(1, sensorKey).Bind(2, from).Bind(3, to);
        return new OpenStatement(db, statement);
    }

    private readonly struct OpenStatement(StationDbContext db, SqliteStatement statement) : IDisposable
    {
        public SqliteStatement Value => statement;

        public void Dispose()
        {
            statement.Dispose();
            db.Database.CloseConnection();
        }
    }
}
