using Coravel.Invocable;
using Whatever.Web.Domain;

namespace Whatever.Web.Detection;

/// <summary>Judges every minute that was not judged yet, late rows included, and turns what lasts into alarms.</summary>
public sealed class DetectOutliersJob(
    MinuteDetector detector, IWatchRound watch, JobContext context, ILogger<DetectOutliersJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var (reports, left) = await detector.DetectAsync(CancellationToken);
        var all = reports.ToList();
        var problems = await EachSensor.DoAsync(left, async sensor => all.Add(await detector.DetectAsync(sensor, CancellationToken)), logger);
        var (judged, alerts) = (all.Sum(report => report.Judged), all.Sum(report => report.Alerts));
        var outliers = judged - all.Sum(report => report.ByStage["0"]);
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
