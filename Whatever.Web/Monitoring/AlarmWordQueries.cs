using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Finds what persons said of alarms, as far as it concerns the minutes that are judged.</summary>
public static class AlarmWordQueries
{
    /// <summary>By sensor: of those that are open, and of those that were in a span that is judged again.</summary>
    public static ILookup<int, AlarmWord> Read(StationDbContext db, IReadOnlyCollection<StaleSpan> stale)
    {
        var said = db.Alarms.Where(
            alarm => alarm.SensorKey != null && (alarm.Verdict != null || alarm.AcknowledgedAt != null || alarm.KeptAt != null));
        var rows = Select(said.Where(alarm => alarm.Ended == AlarmEnd.None));
        if (stale.Count > 0)
        {
            var from = stale.Min(span => span.FromMinute);
            rows.AddRange(Select(said.Where(alarm => alarm.Ended == AlarmEnd.Cleared && alarm.ClearedMinute >= from)));
        }

        var verdicts = VerdictsOf(db, [.. rows.Where(row => row.Verdict is not null).Select(row => row.Id)]);
        return rows.Select(row => (row.SensorKey, Word: WordOf(row, verdicts))).Where(said => said.Word is not null)
            .ToLookup(said => said.SensorKey, said => said.Word!.Value);
    }

    private static List<Row> Select(IQueryable<Alarm> alarms) =>
        alarms.Select(
            alarm =>
                new Row(
                    alarm.Id, alarm.SensorKey!.Value, alarm.Cause, alarm.Quantity, alarm.ClearedMinute, alarm.Verdict, alarm.AcknowledgedAt,
                    alarm.KeptAt)).ToList();

    /// <summary>A verdict says more than that somebody has seen it.</summary>
    private static AlarmWord? WordOf(Row row, Dictionary<long, DateTimeOffset> verdicts)
    {
        var isVerdict = verdicts.TryGetValue(row.Id, out var judged);
        var isFalse = isVerdict && row.Verdict == AlarmVerdict.False;
        DateTimeOffset? at = isFalse ? judged : Earliest(row.AcknowledgedAt, Earliest(row.KeptAt, isVerdict ? judged : null));
        if (at is not { } known)
        {
            return null;
        }

        var minute = StationClock.MinuteOf(known);
        return new AlarmWord(
            new AlarmChannel(row.Cause, row.Quantity), isFalse, minute, Math.Min(minute, row.ClearedMinute ?? int.MaxValue));
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;

    private static Dictionary<long, DateTimeOffset> VerdictsOf(StationDbContext db, long[] ids) => ids.Length == 0 ? [] : db.AlarmEntries
        .Where(entry => ids.Contains(entry.AlarmId) && entry.Kind == AlarmEntryKind.Verdict)
        .Select(entry => new { entry.AlarmId, entry.At }).ToList()
        .GroupBy(entry => entry.AlarmId).ToDictionary(verdicts => verdicts.Key, verdicts => verdicts.Max(verdict => verdict.At));

    private sealed record Row(
        long Id, int SensorKey, AlarmCause Cause, Quantity? Quantity, int? ClearedMinute, AlarmVerdict? Verdict,
        DateTimeOffset? AcknowledgedAt, DateTimeOffset? KeptAt);
}
