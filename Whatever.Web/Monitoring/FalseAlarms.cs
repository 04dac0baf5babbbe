using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Finds the alarms that persons called false, as far as they concern the minutes that are judged.</summary>
internal static class FalseAlarms
{
    /// <summary>By sensor: those that are open, and those that were in a span that is judged again.</summary>
    public static ILookup<int, FalseAlarm> Read(StationDbContext db, IReadOnlyCollection<StaleSpan> stale)
    {
        var disproved = db.Alarms.Where(alarm => alarm.Verdict == AlarmVerdict.False && alarm.SensorKey != null);
        var rows = disproved.Where(alarm => alarm.Ended == AlarmEnd.None)
            .Select(alarm => new { alarm.Id, alarm.SensorKey, alarm.Cause, alarm.Quantity, alarm.ClearedMinute }).ToList();
        if (stale.Count > 0)
        {
            var from = stale.Min(span => span.FromMinute);
            rows.AddRange(disproved.Where(alarm => alarm.Ended == AlarmEnd.Cleared && alarm.ClearedMinute >= from)
                .Select(alarm => new { alarm.Id, alarm.SensorKey, alarm.Cause, alarm.Quantity, alarm.ClearedMinute }).ToList());
        }

        var said = SaidOf(db, [.. rows.Select(row => row.Id)]);
        return rows.Where(row => said.ContainsKey(row.Id)).ToLookup(
            row => row.SensorKey!.Value,
            row =>
                new FalseAlarm(
                    new AlarmChannel(row.Cause, row.Quantity), said[row.Id], Math.Min(said[row.Id], row.ClearedMinute ?? int.MaxValue)));
    }

    private static Dictionary<long, int> SaidOf(StationDbContext db, long[] ids) => ids.Length == 0 ? [] : db.AlarmEntries
        .Where(entry => ids.Contains(entry.AlarmId) && entry.Kind == AlarmEntryKind.Verdict && entry.Verdict == AlarmVerdict.False)
        .Select(entry => new { entry.AlarmId, entry.At }).ToList()
        .GroupBy(entry => entry.AlarmId)
            .ToDictionary(verdicts => verdicts.Key, verdicts => StationClock.MinuteOf(verdicts.Max(verdict => verdict.At)));
}
