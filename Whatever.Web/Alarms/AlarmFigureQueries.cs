using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>The figures of alarms, from their log.</summary>
public sealed class AlarmFigureQueries(IDbContextFactory<StationDbContext> contexts, TimeProvider time)
{
    /// <summary>Of the last days, up to now.</summary>
    /// <param name="days">At least 1.</param>
    public async Task<AlarmFigures> ComputeAsync(int days, CancellationToken cancellation = default)
    {
        var now = StationClock.MinuteOf(time.GetUtcNow());
        var from = now + 1 - (days * MinutesPer.Day);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var concerned = db.Alarms.AsNoTracking()
            .Where(alarm => alarm.RaisedMinute >= from || alarm.ClearedMinute == null || alarm.ClearedMinute >= from);
        var entries = await db.AlarmEntries.AsNoTracking().Where(entry => concerned.Any(alarm => alarm.Id == entry.AlarmId))
            .OrderBy(entry => entry.Id).ToListAsync(cancellation);
        var logs = entries.ToLookup(entry => entry.AlarmId);
        var records = (await concerned.ToListAsync(cancellation)).ConvertAll(alarm => Describe(alarm, [.. logs[alarm.Id]], now));

        // A station without a sensor has no alarms; one without a name for it is still one.
        var stations = Math.Max(1, await db.Sensors.Select(sensor => sensor.StationId).Distinct().CountAsync(cancellation));
        return AlarmFigures.Compute(records, from, now + 1, stations);
    }

    private static AlarmRecord Describe(Alarm alarm, List<AlarmEntry> log, int now)
    {
        var opened = log.Find(entry => entry.Kind == AlarmEntryKind.Opened);
        var acknowledged = log.Find(entry => entry.Kind == AlarmEntryKind.Acknowledged);
        return new AlarmRecord(
            alarm.SensorKey, alarm.Cause, alarm.Stage,
            [.. log.Where(entry => entry.Kind == AlarmEntryKind.Opened).Select(entry => entry.Minute).OfType<int>().Distinct().Order()],
            alarm.ClearedMinute, alarm.Ended == AlarmEnd.Withdrawn, alarm.IsHistory, ShelvedMinutes(log, alarm, now),
            opened is null || acknowledged is null ? null : (acknowledged.At - opened.At).TotalMinutes, alarm.Verdict);
    }

    /// <summary>From being put aside to being taken back; a changed end goes on with the same shelf.</summary>
    private static double ShelvedMinutes(List<AlarmEntry> log, Alarm alarm, int now)
    {
        var end = StationClock.InstantOf(alarm.ClearedMinute ?? now);
        var total = TimeSpan.Zero;
        DateTimeOffset? since = null;
        foreach (var entry in log)
        {
            if (entry.Kind == AlarmEntryKind.Shelved)
            {
                since ??= entry.At;
            }
            else if (entry.Kind is AlarmEntryKind.Unshelved or AlarmEntryKind.Withdrawn && since is { } begin)
            {
                total += Within(begin, entry.At);
                since = null;
            }
        }

        return (total + (since is { } open ? Within(open, end) : TimeSpan.Zero)).TotalMinutes;

        // The event may have been over, by readings that came later, when it was put aside.
        TimeSpan Within(DateTimeOffset from, DateTimeOffset to) =>
            (to < end ? to : end) is var last && last > from ? last - from : TimeSpan.Zero;
    }
}
