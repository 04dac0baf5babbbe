using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>Judges every minute that was not judged yet, late rows included, and turns what lasts into alarms.</summary>
public sealed class DetectOutliersJob(
    IDbContextFactory<StationDbContext> contexts, OutlierDetector detector, IWatchRound watch, JobContext context, ILogger<DetectOutliersJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var waiting = await db.UnjudgedSpans.Select(span => span.SensorKey).Distinct().ToListAsync(CancellationToken);
        var (judged, outliers, alerts) = (0, 0, 0);
        var sensors = await db.Sensors.AsNoTracking().Where(sensor => waiting.Contains(sensor.Key)).ToListAsync(CancellationToken);
        var problems = await EachSensor.DoAsync(sensors, async sensor =>
        {
            var report = await detector.DetectNewAsync(sensor, CancellationToken);
            judged += report.Judged;
            outliers += report.Judged - report.ByStage["0"];
            alerts += report.Alerts;
        }, logger);
        var watched = await watch.RunAsync(CancellationToken);
        if (problems.Count > 0)
        {
            context.ReportFailure($"{judged} values judged, {alerts} alerts queued. {problems[0]}");
        }
        else if (judged + watched.Opened + watched.Closed > 0)
        {
            context.Report($"{judged} values judged, {outliers} outliers, {alerts} alerts queued; {watched.Opened} alarms opened, {watched.Closed} closed.");
        }
    }
}
