using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>Forecasts the next six days of every sensor whose hour has come.</summary>
public sealed class ForecastDaysJob(IDbContextFactory<StationDbContext> contexts, ForecastRunner runner, JobContext context)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(CancellationToken);
        var reports = new List<ForecastReport>();
        foreach (var sensor in sensors.Where(context.Concerns))
        {
            reports.Add(await runner.RunAsync(sensor, null, CancellationToken));
        }

        var problems = reports.Where(report => report.Problem is not null).Select(report => report.Problem).ToList();
        if (problems.Count > 0)
        {
            context.ReportFailure($"{reports.Count - problems.Count} of {reports.Count} sensors forecast. {problems[0]}");
        }
        else if (reports.Count > 0)
        {
            context.Report($"{reports.Count} sensors forecast, {reports.Sum(report => report.Queued)} files queued.");
        }
    }
}
