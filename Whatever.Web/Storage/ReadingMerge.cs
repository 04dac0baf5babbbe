using Microsoft.Data.Sqlite;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Merges one run of ascending readings with the stored rows of the same hours.</summary>
internal sealed class ReadingMerge(
    SqliteConnection connection, int sensorKey, ReadingColumns readings, SensorRanges ranges, int toldFromMinute) : IDisposable
{
    private readonly SqliteStatement select = new(
        connection, "SELECT minute, flow_rate, pressure FROM readings WHERE sensor_key = ?1 AND minute BETWEEN ?2 AND ?3 ORDER BY minute");

    private readonly SqliteStatement insert = new(
        connection, "INSERT INTO readings (sensor_key, minute, flow_rate, pressure) VALUES (?1, ?2, ?3, ?4)");

    private readonly SqliteStatement update = new(
        connection, "UPDATE readings SET flow_rate = ?3, pressure = ?4 WHERE sensor_key = ?1 AND minute = ?2");

    private readonly SqliteStatement span = new(
        connection,
        "INSERT INTO stale_spans (sensor_key, from_minute, to_minute, work, told_from_minute) VALUES (?1, ?2, ?3, 3, ?4)");

    private readonly RollupWriter rollups = new(connection, sensorKey, ranges);
    private int inserted;
    private int updated;
    private int? changedFrom;
    private int changedTo;

    public WriteCounts Write(int start, int end)
    {
        (inserted, updated) = (0, 0);

        // Stays bound from row to row.
        insert.Bind(1, sensorKey);
        var stored = ReadStored(start, end);
        var next = 0;
        for (var i = start; i < end; i++)
        {
            next = KeepStoredBefore(stored, next, readings.Minutes[i]);
            if (next < stored.Count && stored[next].Minute == readings.Minutes[i])
            {
                MergeInto(stored[next++], i);
            }
            else
            {
                Insert(i);
            }
        }

        KeepStoredBefore(stored, next, int.MaxValue);
        rollups.Flush();
        CloseChanged();
        return new WriteCounts(inserted, updated, end - start - inserted - updated);
    }

    private List<StoredRow> ReadStored(int start, int end)
    {
        var from = ReadingWriter.HourOf(readings.Minutes[start]) * 60;
        var to = (ReadingWriter.HourOf(readings.Minutes[end - 1]) * 60) + 59;
        var rows = new List<StoredRow>();
        select.Bind(1, sensorKey).Bind(2, from).Bind(3, to);
        while (select.Read())
        {
            rows.Add(new StoredRow(select.Int(0), select.Double(1), select.Double(2)));
        }

        return rows;
    }

    private int KeepStoredBefore(List<StoredRow> stored, int next, int minute)
    {
        for (; next < stored.Count && stored[next].Minute < minute; next++)
        {
            CloseChanged();
            rollups.Add(stored[next].Minute, stored[next].FlowRate, stored[next].Pressure, changed: false);
        }

        return next;
    }

    private void MergeInto(StoredRow row, int i)
    {
        var flowRate = double.IsNaN(readings.FlowRate[i]) ? row.FlowRate : readings.FlowRate[i];
        var pressure = double.IsNaN(readings.Pressure[i]) ? row.Pressure : readings.Pressure[i];
        var changed = !flowRate.Equals(row.FlowRate) || !pressure.Equals(row.Pressure);
        if (changed)
        {
            update.Bind(1, sensorKey).Bind(2, row.Minute).Bind(3, flowRate).Bind(4, pressure).Execute();
            NoteChanged(row.Minute);
            updated++;
        }
        else
        {
            CloseChanged();
        }

        rollups.Add(row.Minute, flowRate, pressure, changed);
    }

    private void Insert(int i)
    {
        var minute = readings.Minutes[i];
        insert.Bind(2, minute).Bind(3, readings.FlowRate[i]).Bind(4, readings.Pressure[i]).Execute();
        rollups.Add(minute, readings.FlowRate[i], readings.Pressure[i], changed: true);
        NoteChanged(minute);
        inserted++;
    }

    private void NoteChanged(int minute)
    {
        changedFrom ??= minute;
        changedTo = minute;
    }

    /// <summary>
    /// An unchanged minute lies between what has to be judged: it was judged, and is not to be judged by newer criteria for nothing.
    /// </summary>
    private void CloseChanged()
    {
        if (changedFrom is { } from)
        {
            span.Bind(1, sensorKey).Bind(2, from).Bind(3, changedTo).Bind(4, toldFromMinute).Execute();
            changedFrom = null;
        }
    }

    public void Dispose()
    {
        select.Dispose();
        insert.Dispose();
        update.Dispose();
        span.Dispose();
        rollups.Dispose();
    }

    private readonly record struct StoredRow(int Minute, double FlowRate, double Pressure);
}
