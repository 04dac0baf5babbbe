using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
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
public sealed record FindingSpan(AlarmCause Cause, Quantity? Quantity, int FromMinute, int ToMinute, int Minutes, double Score, OutlierStage Stage, long? AlarmId = null);

/// <summary>What pages and API show of the findings of the kinds System, Forecast and NightFlow.</summary>
public sealed class FindingQueries(IDbContextFactory<StationDbContext> contexts)
{
    /// <summary>A single reading that says otherwise, or is missing, does not part a span.</summary>
    private const int StepsToNext = 2;
    private const int MinutesPerHour = 60;
    private const int MinutesPerDay = 1440;

    /// <summary>In order of time.</summary>
    public async Task<IReadOnlyList<Finding>> ListAsync(int sensorKey, int fromMinute, int toMinute, int take, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await InSpan(db, sensorKey, fromMinute, toMinute).OrderBy(row => row.Minute).ThenBy(row => row.Cause).ThenBy(row => row.QuantityCode)
            .Take(take).ToListAsync(cancellation);
    }

    /// <summary>Newest first.</summary>
    /// <param name="kind">Null for all kinds.</param>
    /// <returns>The newest spans, and how many there are in all.</returns>
    public async Task<(IReadOnlyList<FindingSpan> Rows, int Total)> SpansAsync(
        Sensor sensor, int fromMinute, int toMinute, JudgementKind? kind, int take, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var causes = AlarmCauses.All.Where(cause => kind is null || cause.KindOf() == kind).ToList();
        var rows = await InSpan(db, sensor.Key, fromMinute, toMinute).Where(row => causes.Contains(row.Cause)).OrderBy(row => row.Minute).ToListAsync(cancellation);
        var spans = Merge(rows, sensor.SamplingIntervalMinutes).OrderByDescending(span => span.FromMinute).ThenBy(span => span.Cause).ToList();
        var shown = spans.Take(take).ToList();
        var alarms = await db.Alarms.AsNoTracking()
            .Where(alarm => alarm.SensorKey == sensor.Key && alarm.SinceMinute <= toMinute && (alarm.ClearedMinute == null || alarm.ClearedMinute >= fromMinute))
            .Where(alarm => causes.Contains(alarm.Cause)).ToListAsync(cancellation);
        return ([.. shown.Select(span => span with { AlarmId = alarms.Find(alarm => Covers(alarm, span))?.Id })], spans.Count);
    }

    /// <summary>Findings in order of time, put together where they are about the same and follow each other.</summary>
    /// <param name="interval">Sampling interval, minutes.</param>
    public static IEnumerable<FindingSpan> Merge(IEnumerable<Finding> findings, int interval)
    {
        var open = new Dictionary<(AlarmCause, int), FindingSpan>();
        foreach (var found in findings)
        {
            var (key, step) = ((found.Cause, found.QuantityCode), StepOf(found.Cause, interval));
            if (open.TryGetValue(key, out var span) && found.Minute - span.ToMinute <= StepsToNext * step)
            {
                open[key] = span with
                {
                    ToMinute = found.Minute, Minutes = found.Minute - span.FromMinute + step, Score = Math.Max(span.Score, found.Score),
                    Stage = found.Stage > span.Stage ? found.Stage : span.Stage,
                };
                continue;
            }

            if (span is not null)
            {
                yield return span;
            }

            open[key] = new FindingSpan(found.Cause, found.Quantity, found.Minute, found.Minute, step, found.Score, found.Stage);
        }

        foreach (var span in open.Values)
        {
            yield return span;
        }
    }

    /// <summary>From one judgement to the next, minutes: a drift is looked for once an hour, the night once a day.</summary>
    private static int StepOf(AlarmCause cause, int interval) => cause == AlarmCause.Drift ? MinutesPerHour
        : cause.KindOf() == JudgementKind.NightFlow ? MinutesPerDay : interval;

    private static IQueryable<Finding> InSpan(StationDbContext db, int sensorKey, int fromMinute, int toMinute) =>
        db.Findings.AsNoTracking().Where(row => row.SensorKey == sensorKey && row.Minute >= fromMinute && row.Minute <= toMinute);

    private static bool Covers(Alarm alarm, FindingSpan span) => alarm.Cause == span.Cause && alarm.Quantity == span.Quantity
        && alarm.SinceMinute <= span.ToMinute && !(alarm.ClearedMinute < span.FromMinute);
}
