using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>
/// Judges what is new of all sensors. The few minutes that most of them have are judged and stored in one transaction: a commit a sensor would take a
/// thousand sensors longer than a minute lasts. What is more than that goes sensor by sensor.
/// </summary>
public sealed class MinuteDetector(IDbContextFactory<StationDbContext> contexts, JudgeList list, OutlierDetector detector, ChangeFeed changes, TimeProvider time)
{
    private const int MostMinutes = 60;

    /// <summary>Sensors in one transaction: others want to write, too.</summary>
    private const int SensorsPerStep = 250;

    /// <summary>Judges the sensors whose new minutes are few.</summary>
    /// <returns>One report a sensor, and the sensors that are left to <see cref="OutlierDetector"/>.</returns>
    public async Task<(IReadOnlyList<DetectionReport> Reports, IReadOnlyList<Sensor> Left)> DetectAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var waiting = (await db.UnjudgedSpans.AsNoTracking().ToListAsync(cancellation)).ToLookup(span => span.SensorKey);
        var sensors = (await db.Sensors.AsNoTracking().ToListAsync(cancellation)).Where(sensor => waiting.Contains(sensor.Key)).ToList();
        var policy = await db.Targets.Select(target => target.AlertPolicy).SingleOrDefaultAsync(cancellation);

        // A message at a change of stage needs the stage before, which is looked up sensor by sensor.
        var few = policy == AlertPolicy.StageChange ? [] : sensors.Where(sensor => waiting[sensor.Key].All(IsShort) && waiting[sensor.Key].Count() <= MostMinutes).ToList();
        var reports = new List<DetectionReport>();
        var left = sensors.Except(few).ToList();
        foreach (var step in few.Chunk(SensorsPerStep))
        {
            var judges = new List<(Sensor Sensor, IReadOnlyList<QuantityJudge> Judges)>();
            foreach (var sensor in step)
            {
                try
                {
                    judges.Add((sensor, await list.LoadAsync(sensor, waiting[sensor.Key].Sum(span => 1L + span.ToMinute - span.FromMinute), cancellation)));
                }
                catch (Exception problem) when (problem is not (OperationCanceledException or System.Data.Common.DbException))
                {
                    // It fails again by itself, where its failure is reported and holds up nobody else.
                    left.Add(sensor);
                }
            }

            left.AddRange(judges.Where(pair => pair.Judges.Count == 0).Select(pair => pair.Sensor));
            reports.AddRange(await JudgeAsync([.. judges.Where(pair => pair.Judges.Count > 0)], waiting, policy, cancellation));
        }

        return (reports, left);
    }

    /// <summary>The rest, sensor by sensor.</summary>
    public Task<DetectionReport> DetectAsync(Sensor sensor, CancellationToken cancellation) => detector.DetectNewAsync(sensor, cancellation);

    private async Task<IReadOnlyList<DetectionReport>> JudgeAsync(
        IReadOnlyList<(Sensor Sensor, IReadOnlyList<QuantityJudge> Judges)> step, ILookup<int, UnjudgedSpan> waiting, AlertPolicy policy, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var (reports, judgements, alerts) = (new List<DetectionReport>(), new List<Judgement>(), new List<OutboundDelivery>());
        foreach (var (sensor, judges) in step)
        {
            foreach (var (from, to) in MinuteRange.Merge(waiting[sensor.Key]))
            {
                var work = new DetectionStep(sensor, judges, new AlertPolicyFilter(policy, null, null), time.GetUtcNow());
                reports.Add(work.Judge(ReadingReader.ReadMinutes(db, sensor.Key, from, to)) with { Alerts = work.Alerts.Count });
                judgements.AddRange(work.Judgements);
                alerts.AddRange(work.Alerts);
            }
        }

        JudgementWriter.Write(db, judgements);
        var queued = OutboxWriter.Add(db, alerts);
        var done = step.SelectMany(pair => waiting[pair.Sensor.Key]).Select(span => span.Id).ToList();
        await db.UnjudgedSpans.Where(span => done.Contains(span.Id)).ExecuteDeleteAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        foreach (var sensor in judgements.Select(judgement => judgement.SensorKey).Distinct())
        {
            changes.Publish(ChangeKind.Judgements, sensor);
        }

        if (queued > 0)
        {
            changes.Publish(ChangeKind.Deliveries);
        }

        return reports;
    }

    private static bool IsShort(UnjudgedSpan span) => span.Quantity is null && span.ToMinute - span.FromMinute < MostMinutes;
}
