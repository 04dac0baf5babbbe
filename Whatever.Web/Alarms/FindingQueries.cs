using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>Minutes that follow each other with the same finding, shown as one line.</summary>
/// <param name="Minutes">From the first to where the next one would be.</param>
/// <param name="Score">The highest.</param>
/// <param name="Stage">The highest.</param>
/// <param name="AlarmId">An alarm of the same cause during it; null where it stayed below one.</param>
public sealed record FindingSpan(
    AlarmCause Cause, Quantity? Quantity, int FromMinute, int ToMinute, int Minutes, double Score, OutlierStage Stage,
    long? AlarmId = null);

/// <param name="Rows">Those that ended last, newest first.</param>
/// <param name="More">Earlier ones.</param>
/// <param name="IsCounted">False where there may be still more of them.</param>
public sealed record FoundSpans(IReadOnlyList<FindingSpan> Rows, int More, bool IsCounted);

/// <summary>What pages and API show of the findings of the kinds System, Forecast and NightFlow.</summary>
public sealed class FindingQueries(IDbContextFactory<StationDbContext> contexts)
{
    /// <summary>What is not shown is counted up to here: a quarter of a year may hold some hundred thousand findings.</summary>
    public const int MostCounted = 1000;
    private const int MostRowsCounted = 20_000;

    /// <summary>In order of time.</summary>
    public async Task<IReadOnlyList<Finding>> ListAsync(
        int sensorKey, int fromMinute, int toMinute, int take, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await InSpan(db, sensorKey, fromMinute, toMinute).OrderBy(row => row.Minute).ThenBy(row => row.Cause)
            .ThenBy(row => row.QuantityCode)
            .Take(take).ToListAsync(cancellation);
    }

    /// <summary>The spans that ended last. Reads no further back than where they are whole and the others are counted.</summary>
    /// <param name="kind">Null for all kinds.</param>
    /// <param name="take">How many of them.</param>
    public Task<FoundSpans> SpansAsync(
        Sensor sensor, int fromMinute, int toMinute, JudgementKind? kind, int take, CancellationToken cancellation = default) =>
        Task.Run(() => ReadSpansAsync(sensor, fromMinute, toMinute, kind, take, cancellation), cancellation);

    /// <summary>On a thread of its own: SQLite answers on the thread that asks, and a page has to go on.</summary>
    private async Task<FoundSpans> ReadSpansAsync(
        Sensor sensor, int fromMinute, int toMinute, JudgementKind? kind, int take, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var causes = AlarmCauses.All.Where(cause => kind is null || cause.KindOf() == kind).ToList();

        // Backwards along the key, so that nothing has to be sorted.
        var rows = InSpan(db, sensor.Key, fromMinute, toMinute).Where(row => causes.Contains(row.Cause))
            .OrderByDescending(row => row.Minute).ThenByDescending(row => row.Cause).ThenByDescending(row => row.QuantityCode);
        var merge = new FindingMerge(sensor.SamplingIntervalMinutes, take);
        var (read, isCounted) = (0, true);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            merge.Add(row);
            read++;
            if (merge.Count > take && (read >= MostRowsCounted || merge.Count - take >= MostCounted) && merge.IsCompleteAt(row.Minute))
            {
                isCounted = false;
                break;
            }
        }

        var alarms = merge.Shown.Count == 0
            ? []
            : await AlarmsAsync(db, sensor.Key, merge.Shown.Min(span => span.FromMinute), toMinute, causes, cancellation);
        var shown = merge.Shown.Select(span => span with { AlarmId = alarms.Find(alarm => Covers(alarm, span))?.Id });
        var more = merge.Count - merge.Shown.Count;
        return new FoundSpans(
            [.. shown.OrderByDescending(span => span.ToMinute).ThenBy(span => span.Cause)], Math.Min(more, MostCounted),
            isCounted && more <= MostCounted);
    }

    private static Task<List<Alarm>> AlarmsAsync(
        StationDbContext db, int sensorKey, int fromMinute, int toMinute, List<AlarmCause> causes, CancellationToken cancellation) =>
        db.Alarms.AsNoTracking()
            .Where(
                alarm =>
                    alarm.SensorKey == sensorKey && alarm.SinceMinute <= toMinute
                        && (alarm.ClearedMinute == null || alarm.ClearedMinute >= fromMinute))
            .Where(alarm => causes.Contains(alarm.Cause)).ToListAsync(cancellation);

    private static IQueryable<Finding> InSpan(StationDbContext db, int sensorKey, int fromMinute, int toMinute) =>
        db.Findings.AsNoTracking().Where(row => row.SensorKey == sensorKey && row.Minute >= fromMinute && row.Minute <= toMinute);

    private static bool Covers(Alarm alarm, FindingSpan span) => alarm.Cause == span.Cause && alarm.Quantity == span.Quantity
        && alarm.SinceMinute <= span.ToMinute && !(alarm.ClearedMinute < span.FromMinute);
}
