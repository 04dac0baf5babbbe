using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Stores what a round of watching came to, for a thousand sensors a minute, in the caller's transaction.</summary>
public sealed class WatchWriter : IDisposable
{
    private readonly SqliteStatement watch;
    private readonly SqliteStatement snapshot;
    private readonly SqliteStatement stale;
    private readonly SqliteStatement done;
    private readonly SqliteStatement forget;
    private readonly SqliteStatement finding;

    public WatchWriter(StationDbContext db)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        watch = new(
            connection,
            """
            INSERT INTO sensor_watches (sensor_key, through_minute, is_live, state) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (sensor_key) DO UPDATE SET through_minute = excluded.through_minute, is_live = excluded.is_live, state = excluded.state
            """);
        snapshot = new(connection, "INSERT OR REPLACE INTO watch_snapshots (sensor_key, minute, state) VALUES (?1, ?2, ?3)");
        stale = new(connection, "DELETE FROM watch_snapshots WHERE sensor_key = ?1 AND minute >= ?2");
        done = new(connection, "DELETE FROM watch_requests WHERE sensor_key = ?1 AND sequence = ?2");
        forget = new(connection, "DELETE FROM findings WHERE sensor_key = ?1 AND minute BETWEEN ?2 AND ?3");
        finding = new(connection, "INSERT OR REPLACE INTO findings (sensor_key, minute, cause, quantity_code, score, stage) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    }

    public void Save(SensorWatch row) =>
        watch.Bind(1, row.SensorKey).Bind(2, row.ThroughMinute).Bind(3, row.IsLive ? 1 : 0).Bind(4, row.State).Execute();

    public void SaveSnapshot(int sensorKey, int minute, string state) => snapshot.Bind(1, sensorKey).Bind(2, minute).Bind(3, state).Execute();

    /// <summary>Takes away the snapshots that did not know of late readings.</summary>
    public void DropSnapshots(int sensorKey, int fromMinute) => stale.Bind(1, sensorKey).Bind(2, fromMinute).Execute();

    /// <summary>Takes a request away unless readings came since it was read.</summary>
    public void Done(WatchRequest request) => done.Bind(1, request.SensorKey).Bind(2, request.Sequence).Execute();

    /// <summary>Replaces what was found in a span, both ends inclusive.</summary>
    public void ReplaceFindings(int sensorKey, int fromMinute, int toMinute, IReadOnlyList<MinuteFinding> findings)
    {
        forget.Bind(1, sensorKey).Bind(2, fromMinute).Bind(3, toMinute).Execute();
        foreach (var found in findings)
        {
            finding.Bind(1, sensorKey).Bind(2, found.Minute).Bind(3, (int)found.Cause).Bind(4, found.Quantity is { } quantity ? (int)quantity : -1)
                .Bind(5, found.Score).Bind(6, (int)found.Stage).Execute();
        }
    }

    public void Dispose()
    {
        watch.Dispose();
        snapshot.Dispose();
        stale.Dispose();
        done.Dispose();
        forget.Dispose();
        finding.Dispose();
    }
}
