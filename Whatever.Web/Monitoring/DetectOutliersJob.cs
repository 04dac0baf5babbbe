using Coravel.Invocable;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>Judges every minute that was not judged yet, late rows included, and turns what lasts into alarms.</summary>
public sealed class DetectOutliersJob(MonitoringPass pass, JobContext context) : IInvocable, ICancellableInvocable
{
    /// <summary>A year of minutes in two minutes; and none waits for it long that came just now.</summary>
    private const int MostPasses = 3;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var report = await pass.RunAsync(CancellationToken);
        for (var passes = 1; passes < MostPasses && report.IsMoreLeft; passes++)
        {
            report += await pass.RunAsync(CancellationToken);
        }

        var (judged, alerts) = (report.Reports.Sum(one => one.Judged), report.Reports.Sum(one => one.Alerts));
        StationMeters.CountJudged(judged);
        var outliers = judged - report.Reports.Sum(one => one.ByStage["0"]);
        Phrase[] counts = [Counted.Of(judged, "count.values"), Counted.Of(outliers, "count.outliers"), Counted.Of(alerts, "count.alerts")];
        if (report.Problems.Count > 0)
        {
            context.ReportFailure(new Phrase("work.judged-in-part", counts[0], counts[2], report.Problems[0]));
        }
        else if (report.Opened + report.Closed > 0)
        {
            context.Report(
                new Phrase("work.judged-alarms", [.. counts, Counted.Of(report.Opened, "count.alarms"), report.Closed]));
        }
        else if (judged > 0)
        {
            context.Report(new Phrase("work.judged", counts));
        }
    }
}
