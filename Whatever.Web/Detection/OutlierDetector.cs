using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>Judges minutes, stores what it found and queues the alerts: all of it in one transaction, so that a run can be killed and repeated.</summary>
public sealed class OutlierDetector(
    IDbContextFactory<StationDbContext> contexts, JudgeList list, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Minutes judged in one transaction: about a quarter of a second of work.</summary>
    private const int MinutesPerStep = 100_000;

    /// <summary>A person asks: whatever came meanwhile is to be looked at.</summary>
    private const long EveryMinute = int.MaxValue;

    /// <summary>A stage older than a week is not gone on from, so that a quantity that is never measured is not searched for in a year of minutes.</summary>
    private const int LookBackMinutes = 7 * 1440;

    /// <summary>Judges what was stored or changed since it was last judged.</summary>
    public async Task<DetectionReport> DetectNewAsync(Sensor sensor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var waiting = await db.UnjudgedSpans.Where(span => span.SensorKey == sensor.Key).SumAsync(span => (long)(span.ToMinute - span.FromMinute + 1), cancellation);
        var judges = await list.LoadAsync(sensor, waiting, cancellation);
        if (judges.Count == 0)
        {
            return DetectionReport.NothingFor(sensor.Id);
        }

        // Not before: first criteria, which may have been built just now, have a span of their own.
        var spans = await db.UnjudgedSpans.AsNoTracking().Where(span => span.SensorKey == sensor.Key).ToListAsync(cancellation);
        var report = DetectionReport.NothingFor(sensor.Id);
        var whole = MinuteRange.Merge(spans.Where(span => span.Quantity is null));
        foreach (var (from, to) in whole)
        {
            report += await DetectRangeAsync(sensor, judges, from, to, cancellation);
        }

        foreach (var judge in judges)
        {
            foreach (var (from, to) in MinuteRange.Subtract(MinuteRange.Merge(spans.Where(span => span.Quantity == judge.Quantity)), whole))
            {
                report += await DetectRangeAsync(sensor, [judge], from, to, cancellation);
            }
        }

        var newest = spans.Count == 0 ? 0 : spans.Max(span => span.Id);
        await db.UnjudgedSpans.Where(span => span.SensorKey == sensor.Key && span.Id <= newest).ExecuteDeleteAsync(cancellation);
        return report;
    }

    /// <summary>Judges a span again, whether or not it was judged before.</summary>
    /// <param name="fromMinute">Null for the sensor's first reading.</param>
    /// <param name="toMinute">Inclusive; null for the sensor's newest reading.</param>
    public async Task<DetectionReport> DetectAsync(Sensor sensor, int? fromMinute, int? toMinute, CancellationToken cancellation = default)
    {
        var judges = await list.LoadAsync(sensor, EveryMinute, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var readings = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        var from = fromMinute ?? await readings.MinAsync(reading => (int?)reading.Minute, cancellation);
        var to = toMinute ?? await readings.MaxAsync(reading => (int?)reading.Minute, cancellation);
        if (from is null || to is null)
        {
            return DetectionReport.NothingFor(sensor.Id);
        }

        var covered = db.UnjudgedSpans.Where(span => span.SensorKey == sensor.Key && span.FromMinute >= from && span.ToMinute <= to);
        var newest = await covered.MaxAsync(span => (long?)span.Id, cancellation) ?? 0;
        var report = await DetectRangeAsync(sensor, judges, from.Value, to.Value, cancellation);
        if (judges.Count > 0)
        {
            await covered.Where(span => span.Id <= newest).ExecuteDeleteAsync(cancellation);
        }

        return report;
    }

    private async Task<DetectionReport> DetectRangeAsync(Sensor sensor, IReadOnlyList<QuantityJudge> judges, int from, int to, CancellationToken cancellation)
    {
        var report = DetectionReport.NothingFor(sensor.Id);
        for (var start = from; start <= to; start += MinutesPerStep)
        {
            cancellation.ThrowIfCancellationRequested();
            report += await DetectStepAsync(sensor, judges, start, Math.Min(to, start + MinutesPerStep - 1), cancellation);
        }

        if (report.Judged > 0)
        {
            changes.Publish(ChangeKind.Judgements, sensor.Key);
        }

        return report;
    }

    private async Task<DetectionReport> DetectStepAsync(Sensor sensor, IReadOnlyList<QuantityJudge> judges, int from, int to, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var policy = await db.Targets.Select(target => target.AlertPolicy).SingleOrDefaultAsync(cancellation);
        var readings = ReadingReader.ReadMinutes(db, sensor.Key, from, to);
        var filter = policy == AlertPolicy.StageChange ? await FilterChangesAsync(db, sensor.Key, from, cancellation) : new AlertPolicyFilter(policy, null, null);
        var step = new DetectionStep(sensor, judges, filter, time.GetUtcNow());
        var report = step.Judge(readings);
        JudgementWriter.Write(db, step.Judgements);
        var queued = OutboxWriter.Add(db, step.Alerts);
        await transaction.CommitAsync(CancellationToken.None);
        if (queued > 0)
        {
            changes.Publish(ChangeKind.Deliveries, sensor.Key);
        }

        return report with { Alerts = queued };
    }

    /// <summary>Each quantity goes on from its own newest stage: the minute before may hold just the other one.</summary>
    private static async Task<AlertPolicyFilter> FilterChangesAsync(StationDbContext db, int sensorKey, int from, CancellationToken cancellation)
    {
        var before = db.Judgements.AsNoTracking()
            .Where(judgement => judgement.SensorKey == sensorKey && judgement.Minute < from && judgement.Minute >= from - LookBackMinutes)
            .OrderByDescending(judgement => judgement.Minute);
        return new AlertPolicyFilter(
            AlertPolicy.StageChange,
            await before.Where(judgement => judgement.FlowRateStage != null).Select(judgement => judgement.FlowRateStage).FirstOrDefaultAsync(cancellation),
            await before.Where(judgement => judgement.PressureStage != null).Select(judgement => judgement.PressureStage).FirstOrDefaultAsync(cancellation));
    }
}
