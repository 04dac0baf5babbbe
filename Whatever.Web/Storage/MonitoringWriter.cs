using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Stores where monitoring stands and what it found, for a thousand sensors a minute, in the caller's transaction.</summary>
public sealed class MonitoringWriter : IDisposable
{
    private readonly SqliteStatement state;
    private readonly SqliteStatement snapshot;
    private readonly SqliteStatement dropSnapshots;
    private readonly SqliteStatement dropFindings;
    private readonly SqliteStatement finding;
    private readonly SqliteStatement removeDone;
    private readonly SqliteStatement lessWork;
    private readonly SqliteStatement join;
    private readonly SqliteStatement removeJoined;
    private readonly SqliteStatement moreWork;

    private readonly SqliteConnection connection;

    public MonitoringWriter(StationDbContext db)
    {
        connection = (SqliteConnection)db.Database.GetDbConnection();
        state = new(
            connection,
            """
            INSERT INTO sensor_states (sensor_key, through_minute, is_live, state, revision) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (sensor_key) DO UPDATE SET
                through_minute = excluded.through_minute, is_live = excluded.is_live, state = excluded.state, revision = excluded.revision
            """);
        snapshot = new(connection, "INSERT OR REPLACE INTO state_snapshots (sensor_key, minute, state) VALUES (?1, ?2, ?3)");
        dropSnapshots = new(connection, "DELETE FROM state_snapshots WHERE sensor_key = ?1 AND minute >= ?2");
        dropFindings = new(connection, "DELETE FROM findings WHERE sensor_key = ?1 AND minute BETWEEN ?2 AND ?3");
        finding = new(
            connection,
            "INSERT OR REPLACE INTO findings (sensor_key, minute, cause, quantity_code, score, stage) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        removeDone = new(connection, "DELETE FROM stale_spans WHERE id = ?1 AND work = 0");
        lessWork = new(connection, "UPDATE stale_spans SET work = work & ~?2 WHERE id = ?1 AND to_minute = ?3");
        join = new(
            connection,
            """
            UPDATE stale_spans SET to_minute = ?2 WHERE id = (
                SELECT before.id FROM stale_spans AS before JOIN stale_spans AS own ON own.id = ?1
                WHERE before.sensor_key = own.sensor_key AND before.to_minute = own.from_minute - 1 AND before.id <> own.id
                    AND before.work = 1 AND own.work = 1 AND before.quantity IS own.quantity
                    AND before.told_from_minute <= before.from_minute AND own.told_from_minute <= own.from_minute
                LIMIT 1)
            """);
        removeJoined = new(connection, "DELETE FROM stale_spans WHERE id = ?1");
        moreWork = new(connection, "INSERT INTO stale_spans (sensor_key, from_minute, to_minute, work) VALUES (?1, ?2, ?3, ?4)");
    }

    public void Save(SensorState row) =>
        state.Bind(1, row.SensorKey).Bind(2, row.ThroughMinute).Bind(3, row.IsLive ? 1 : 0).Bind(4, row.State).Bind(5, row.Revision)
            .Execute();

    public void SaveSnapshot(int sensorKey, int minute, string json) => snapshot.Bind(1, sensorKey).Bind(2, minute).Bind(3, json).Execute();

    /// <summary>Takes away the snapshots that did not know of late readings.</summary>
    public void DropSnapshots(int sensorKey, int fromMinute) => dropSnapshots.Bind(1, sensorKey).Bind(2, fromMinute).Execute();

    /// <summary>Takes away what was found in a span, both ends inclusive.</summary>
    public void DropFindings(int sensorKey, int fromMinute, int toMinute) =>
        dropFindings.Bind(1, sensorKey).Bind(2, fromMinute).Bind(3, toMinute).Execute();

    public void SaveFindings(int sensorKey, IReadOnlyList<MinuteFinding> findings)
    {
        foreach (var found in findings)
        {
            finding.Bind(1, sensorKey).Bind(2, found.Minute).Bind(3, (int)found.Cause)
                .Bind(4, found.Quantity is { } quantity ? (int)quantity : -1)
                .Bind(5, found.Score).Bind(6, (int)found.Stage).Execute();
        }
    }

    /// <summary>
    /// Takes work off a span; one that needs nothing more leaves the queue. What waits for criteria of a new sensor, minute after minute,
    /// is one span: a day of a thousand of them would be a million. A span that somebody has made longer since stays as it is.
    /// </summary>
    /// <param name="span">As it was when the work was begun.</param>
    /// <param name="done">What is done of it.</param>
    /// <param name="mayJoin">Not where the one before it is being judged: grown meanwhile it would be judged again. What
    /// is history is not joined to what is not.</param>
    public void Finish(StaleSpan span, StaleWork done, bool mayJoin = true)
    {
        if (done == StaleWork.None)
        {
            return;
        }

        lessWork.Bind(1, span.Id).Bind(2, (int)done).Bind(3, span.ToMinute).Execute();
        removeDone.Bind(1, span.Id).Execute();
        if (mayJoin && (span.Work & ~done) == StaleWork.Values)
        {
            join.Bind(1, span.Id).Bind(2, span.ToMinute).Execute();
            if (SQLitePCL.raw.sqlite3_changes(connection.Handle) > 0)
            {
                removeJoined.Bind(1, span.Id).Execute();
            }
        }
    }

    /// <summary>Minutes whose events wait for a later pass.</summary>
    public void Await(int sensorKey, MinuteSpan span) =>
        moreWork.Bind(1, sensorKey).Bind(2, span.From).Bind(3, span.To).Bind(4, (int)StaleWork.Events).Execute();

    public void Dispose()
    {
        state.Dispose();
        snapshot.Dispose();
        dropSnapshots.Dispose();
        dropFindings.Dispose();
        finding.Dispose();
        removeDone.Dispose();
        lessWork.Dispose();
        join.Dispose();
        removeJoined.Dispose();
        moreWork.Dispose();
    }
}
