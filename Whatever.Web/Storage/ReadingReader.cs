using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Storage;

/// <summary>One point of a drawn or exported series: a minute, or a bucket of many.</summary>
public readonly record struct SeriesPoint(int Minute, Aggregate FlowRate, Aggregate Pressure);

/// <summary>NaN where nothing was measured.</summary>
public readonly record struct Aggregate(double Mean, double Min, double Max, int Count)
{
    public static Aggregate Empty { get; } = new(double.NaN, double.NaN, double.NaN, 0);

    public static Aggregate Of(double value) => double.IsNaN(value) ? Empty : new Aggregate(value, value, value, 1);
}

/// <summary>Reads spans of readings straight from the clustered tables.</summary>
public static class ReadingReader
{
    private const string MinutesSql =
        "SELECT minute, flow_rate, pressure FROM readings WHERE sensor_key = ?1 AND minute BETWEEN ?2 AND ?3 ORDER BY minute";

    private const string RollupsSql =
        """
        SELECT hour, flow_rate_count, flow_rate_mean, flow_rate_min, flow_rate_max, pressure_count, pressure_mean, pressure_min, pressure_max
        FROM hourly_rollups WHERE sensor_key = ?1 AND hour BETWEEN ?2 AND ?3 ORDER BY hour
        """;

    /// <summary>Ten weeks of minutes.</summary>
    private const int MostReserved = 70 * MinutesPer.Day;

    /// <summary>The stored rows of <paramref name="fromMinute"/>..<paramref name="toMinute"/>, both inclusive.</summary>
    public static ReadingColumns ReadMinutes(StationDbContext db, int sensorKey, int fromMinute, int toMinute)
    {
        using var statement = Open(db, MinutesSql, sensorKey, fromMinute, toMinute);

        // Most spans are full: reserved at once they are not copied while they grow, which the weeks of a thousand sensors would feel.
        var room = (int)Math.Clamp((long)toMinute - fromMinute + 1, 0, MostReserved);
        var (minutes, flowRate, pressure) = (new int[room], new double[room], new double[room]);
        var count = 0;
        for (; statement.Value.Read(); count++)
        {
            if (count == minutes.Length)
            {
                Resize(2 * Math.Max(count, MostReserved));
            }

            minutes[count] = statement.Value.Int(0);
            flowRate[count] = statement.Value.Double(1);
            pressure[count] = statement.Value.Double(2);
        }

        Resize(count);
        return new ReadingColumns(minutes, flowRate, pressure);

        void Resize(int length)
        {
            Array.Resize(ref minutes, length);
            Array.Resize(ref flowRate, length);
            Array.Resize(ref pressure, length);
        }
    }

    /// <summary>The same rows without the values outside the sensor's physical range: for whatever learns, forecasts or draws.</summary>
    public static ReadingColumns ReadUsable(StationDbContext db, int sensorKey, int fromMinute, int toMinute)
    {
        var (rows, ranges) = (ReadMinutes(db, sensorKey, fromMinute, toMinute), SensorRangeStore.Read(db, sensorKey));
        TakeOut(rows.FlowRate, ranges.FlowRate);
        TakeOut(rows.Pressure, ranges.Pressure);
        return rows;
    }

    /// <summary>Means and extremes per bucket of <paramref name="bucketMinutes"/>, from the minutes themselves.</summary>
    public static List<SeriesPoint> ReadBuckets(StationDbContext db, int sensorKey, int fromMinute, int toMinute, int bucketMinutes)
    {
        var rows = ReadUsable(db, sensorKey, fromMinute, toMinute);
        var buckets = new BucketList(fromMinute, bucketMinutes, minutesPerUnit: 1);
        for (var i = 0; i < rows.Count; i++)
        {
            buckets.Add(rows.Minutes[i], Aggregate.Of(rows.FlowRate[i]), Aggregate.Of(rows.Pressure[i]));
        }

        return buckets.ToPoints();
    }

    /// <summary>Means and extremes per bucket of <paramref name="bucketHours"/>, from the roll-ups.</summary>
    public static List<SeriesPoint> ReadRollupBuckets(StationDbContext db, int sensorKey, int fromHour, int toHour, int bucketHours)
    {
        // The rows come in order, so they are put together here: SQLite would sort them to group them, which takes longer than reading
        // them.
        using var statement = Open(db, RollupsSql, sensorKey, fromHour, toHour);
        var row = statement.Value;
        var buckets = new BucketList(fromHour, bucketHours, minutesPerUnit: 60);
        while (row.Read())
        {
            buckets.Add(row.Int(0), ReadAggregate(row, 1), ReadAggregate(row, 5));
        }

        return buckets.ToPoints();
    }

    private static void TakeOut(double[] values, PhysicalRange range)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = range.Contains(values[i]) ? values[i] : double.NaN;
        }
    }

    private static Aggregate ReadAggregate(SqliteStatement row, int first) => row.Int(first) is var count and > 0
        ? new Aggregate(row.Number(first + 1), row.Number(first + 2), row.Number(first + 3), count)
        : Aggregate.Empty;

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
