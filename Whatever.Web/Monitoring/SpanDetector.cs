using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>
/// Judges the values of long spans in steps, each stored in a transaction of its own, so that a run can be killed and repeated.
/// </summary>
public sealed class SpanDetector(
    IDbContextFactory<StationDbContext> contexts, SensorContexts sensors, ChangeFeed changes, TimeProvider time)
{
    /// <summary>Minutes judged in one transaction: about a quarter of a second of work.</summary>
    internal const int MinutesPerStep = 100_000;

    /// <summary>A person asks: whatever came meanwhile is to be looked at.</summary>
    private const long EveryMinute = int.MaxValue;

    /// <summary>Judges the values of a span again, whether or not they were judged before; a person asks, so the target hears of all.
    /// </summary>
    /// <param name="sensor">Whose.</param>
    /// <param name="fromMinute">Null for the sensor's first reading.</param>
    /// <param name="toMinute">Inclusive; null for the sensor's newest reading.</param>
    /// <param name="cancellation">Looked at between steps.</param>
    public async Task<DetectionReport> DetectAsync(Sensor sensor, int? fromMinute, int? toMinute, CancellationToken cancellation = default)
    {
        var judges = await sensors.LoadJudgesAsync(sensor, EveryMinute, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var readings = db.Readings.Where(reading => reading.SensorKey == sensor.Key);
        var from = fromMinute ?? await readings.MinAsync(reading => (int?)reading.Minute, cancellation);
        var to = toMinute ?? await readings.MaxAsync(reading => (int?)reading.Minute, cancellation);
        if (from is null || to is null)
        {
            return DetectionReport.NothingFor(sensor.Id);
        }

        var covered = db.StaleSpans.Where(span => span.SensorKey == sensor.Key && span.FromMinute >= from && span.ToMinute <= to);
        var newest = await covered.MaxAsync(span => (long?)span.Id, cancellation) ?? 0;
        var report = await JudgeAsync(sensor, judges, new MinuteSpan(from.Value, to.Value), _ => true, cancellation);
        if (judges.Count > 0)
        {
            await covered.Where(span => span.Id <= newest && span.Work == StaleWork.Values).ExecuteDeleteAsync(cancellation);
            await covered.Where(span => span.Id <= newest && span.Work == StaleWork.All)
                .ExecuteUpdateAsync(spans => spans.SetProperty(span => span.Work, StaleWork.Events), cancellation);
        }

        return report;
    }

    /// <summary>Judges what waits, and takes that work off the queue when it is done.</summary>
    internal async Task<DetectionReport> JudgeAsync(
        Sensor sensor, IReadOnlyList<QuantityJudge> judges, IReadOnlyCollection<StaleSpan> spans, CancellationToken cancellation)
    {
        var (report, isTold) = (DetectionReport.NothingFor(sensor.Id), ValueStage.TellsOf(spans, time.GetUtcNow()));
        foreach (var (range, of) in ValueStage.RangesOf(judges, spans))
        {
            report += await JudgeAsync(sensor, of, range, isTold, cancellation);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        using (var writer = new MonitoringWriter(db))
        {
            foreach (var span in spans)
            {
                writer.Finish(span, StaleWork.Values);
            }
        }

        await transaction.CommitAsync(CancellationToken.None);
        return report;
    }

    private async Task<DetectionReport> JudgeAsync(
        Sensor sensor, IReadOnlyList<QuantityJudge> judges, MinuteSpan range, Func<int, bool> isTold, CancellationToken cancellation)
    {
        var report = DetectionReport.NothingFor(sensor.Id);
        for (var start = range.From; start <= range.To; start += MinutesPerStep)
        {
            cancellation.ThrowIfCancellationRequested();
            report += await JudgeStepAsync(
                sensor, judges, new MinuteSpan(start, Math.Min(range.To, start + MinutesPerStep - 1)), isTold, cancellation);
        }

        if (report.Judged > 0)
        {
            changes.Publish(ChangeKind.Judgements, sensor.Key);
        }

        return report;
    }

    private async Task<DetectionReport> JudgeStepAsync(
        Sensor sensor, IReadOnlyList<QuantityJudge> judges, MinuteSpan step, Func<int, bool> isTold, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var policy = await db.Targets.Select(target => target.AlertPolicy).SingleOrDefaultAsync(cancellation);
        var outcome = new ValueOutcome(DetectionReport.NothingFor(sensor.Id));
        new ValueStage(db, policy, time.GetUtcNow())
            .Judge(sensor, judges, ReadingReader.ReadMinutes(db, sensor.Key, step.From, step.To), step.From, isTold, outcome);
        JudgementWriter.Write(db, outcome.Judgements);
        var queued = OutboxWriter.Add(db, outcome.Alerts);
        await transaction.CommitAsync(CancellationToken.None);
        if (queued > 0)
        {
            changes.Publish(ChangeKind.Deliveries, sensor.Key);
        }

        return outcome.Report with { Alerts = queued };
    }
}
