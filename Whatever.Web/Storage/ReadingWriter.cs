using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;

namespace Whatever.Web.Storage;

/// <summary>
/// Stores readings in bulk: merges them with what is there, keeps the hourly roll-ups in step and notes what has to be judged.
/// The caller owns the transaction, so that whatever it writes beside the readings is kept or lost together with them.
/// </summary>
public static class ReadingWriter
{
    /// <summary>Rows further apart than this are merged separately, so that a stray row years away does not read those years.</summary>
    private const int LargestGapMinutes = 24 * MinutesPer.Hour;

    private const int LargestRun = 200_000;

    /// <summary>
    /// A missing value never erases a stored one. Same readings again: nothing changes. A value outside the sensor's physical range is
    /// stored as measured, and counts nowhere.
    /// </summary>
    /// <param name="db">With an open transaction.</param>
    /// <param name="sensorKey">Whose.</param>
    /// <param name="readings">Ascending.</param>
    /// <param name="toldFromMinute">The first minute that is no history: <see cref="Domain.History.ToldFrom"/>.</param>
    /// <param name="cancellation">Looked at between runs.</param>
    /// <exception cref="InvalidOperationException">The context has no open transaction.</exception>
    public static WriteCounts Write(
        StationDbContext db, int sensorKey, ReadingColumns readings, int toldFromMinute, CancellationToken cancellation = default)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Readings are written inside a transaction of the caller.");
        }

        readings.Validate();
        var ranges = SensorRangeStore.Read(db, sensorKey);
        using var merge = new ReadingMerge(
            (SqliteConnection)db.Database.GetDbConnection(), sensorKey, readings, ranges, toldFromMinute);
        var counts = default(WriteCounts);
        for (var start = 0; start < readings.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = EndOfRun(readings.Minutes, start);
            counts += merge.Write(start, end);
            start = end;
        }

        return counts with { OutOfRange = readings.CountOutside(ranges) };
    }

    /// <summary>Runs end at an hour's end, because a roll-up is computed from the whole hour.</summary>
    private static int EndOfRun(int[] minutes, int start)
    {
        var end = start + 1;
        while (end < minutes.Length
            && minutes[end] - minutes[end - 1] <= LargestGapMinutes
            && (end - start < LargestRun || HourOf(minutes[end]) == HourOf(minutes[end - 1])))
        {
            end++;
        }

        return end;
    }

    internal static int HourOf(int minute) => (int)Math.Floor(minute / (double)MinutesPer.Hour);
}
