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
            context.ReportFailure($"{Counted.Say(judged, "value")} judged, {Counted.Say(alerts, "alert")} queued. {problems[0]}");
        }
        else if (watched.Opened + watched.Closed > 0)
        {
            context.Report($"{Judged()}; {Counted.Say(watched.Opened, "alarm")} opened, {watched.Closed} closed.");
        }
        else if (judged > 0)
        {
            context.Report($"{Judged()}.");
        }

        string Judged() => $"{Counted.Say(judged, "value")} judged, {Counted.Say(outliers, "outlier")}, {Counted.Say(alerts, "alert")} queued";
    }
}
