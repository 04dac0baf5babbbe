using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Builds the roll-ups anew of the hours whose values count no longer, or count again.</summary>
internal static class RollupRepair
{
    /// <param name="db">In a transaction; the new range is stored already.</param>
    /// <param name="sensorKey">Whose.</param>
    /// <param name="quantity">Whose range has changed.</param>
    /// <param name="before">The old range.</param>
    /// <param name="after">The new one.</param>
    public static void Run(StationDbContext db, int sensorKey, Quantity quantity, PhysicalRange before, PhysicalRange after)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var hours = new SortedSet<int>();
        AddNarrowed(connection, sensorKey, quantity, after, hours);
        if (after.Low < before.Low || after.High > before.High)
        {
            AddWidened(connection, sensorKey, quantity, before, after, hours);
        }

        var oldest = OldestOf(connection, sensorKey);
        using var rollups = new RollupWriter(connection, sensorKey, SensorRangeStore.Read(db, sensorKey));
        foreach (var hour in hours.Where(hour => hour * MinutesPer.Hour >= oldest))
        {
            var start = hour * MinutesPer.Hour;
            var rows = ReadingReader.ReadMinutes(db, sensorKey, start, start + MinutesPer.Hour - 1);
            for (var i = 0; i < rows.Count; i++)
            {
                rollups.Add(rows.Minutes[i], rows.FlowRate[i], rows.Pressure[i], changed: true);
            }

            rollups.Flush();
        }
    }

    /// <summary>Hours that begin before it may have been purged in part: what is left of them is not what they were.</summary>
    private static int OldestOf(SqliteConnection connection, int sensorKey)
    {
        using var statement = new SqliteStatement(connection, "SELECT MIN(minute) FROM readings WHERE sensor_key = ?1");
        statement.Bind(1, sensorKey);
        return statement.Read() && !statement.IsNull(0) ? statement.Int(0) : int.MaxValue;
    }

    /// <summary>A roll-up knows the extremes of what counts: a year is asked as fast as a week of minutes.</summary>
    private static void AddNarrowed(
        SqliteConnection connection, int sensorKey, Quantity quantity, PhysicalRange after, SortedSet<int> hours)
    {
        var column = ColumnOf(quantity);
        using var statement = new SqliteStatement(
            connection, $"SELECT hour FROM hourly_rollups WHERE sensor_key = ?1 AND ({column}_min < ?2 OR {column}_max > ?3)");
        statement.Bind(1, sensorKey).Bind(2, after.Low).Bind(3, after.High);
        while (statement.Read())
        {
            hours.Add(statement.Int(0));
        }
    }

    /// <summary>What did not count stands in no roll-up.</summary>
    private static void AddWidened(
        SqliteConnection connection, int sensorKey, Quantity quantity, PhysicalRange before, PhysicalRange after, SortedSet<int> hours)
    {
        var column = ColumnOf(quantity);
        using var statement = new SqliteStatement(
            connection,
            $"SELECT minute FROM readings WHERE sensor_key = ?1 AND {column} BETWEEN ?2 AND ?3 AND NOT {column} BETWEEN ?4 AND ?5");
        statement.Bind(1, sensorKey).Bind(2, after.Low).Bind(3, after.High).Bind(4, before.Low).Bind(5, before.High);
        while (statement.Read())
        {
            hours.Add(ReadingWriter.HourOf(statement.Int(0)));
        }
    }

    private static string ColumnOf(Quantity quantity) => quantity == Quantity.FlowRate ? "flow_rate" : "pressure";
}
