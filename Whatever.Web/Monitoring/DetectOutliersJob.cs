using Coravel.Invocable;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>Judges every minute that was not judged yet, late rows included, and turns what lasts into alarms.</summary>
public sealed class DetectOutliersJob(MonitoringPass pass, JobContext context) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var report = await pass.RunAsync(CancellationToken);
        var (judged, alerts) = (report.Reports.Sum(one => one.Judged), report.Reports.Sum(one => one.Alerts));
        var outliers = judged - report.Reports.Sum(one => one.ByStage["0"]);
        if (report.Problems.Count > 0)
        {
            context.ReportFailure($"{Counted.Say(judged, "value")} judged, {Counted.Say(alerts, "alert")} queued. {report.Problems[0]}");
        }
        else if (report.Opened + report.Closed > 0)
        {
            context.Report($"{Judged()}; {Counted.Say(report.Opened, "alarm")} opened, {report.Closed} closed.");
        }
        else if (judged > 0)
        {
            context.Report($"{Judged()}.");
        }

        string Judged() =>
            $"{Counted.Say(judged, "value")} judged, {Counted.Say(outliers, "outlier")}, {Counted.Say(alerts, "alert")} queued";
    }
}
