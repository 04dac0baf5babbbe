using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>Forecasts the next six days of every sensor whose hour has come.</summary>
public sealed class ForecastDaysJob(IDbContextFactory<StationDbContext> contexts, ForecastRunner runner, JobContext context, ILogger<ForecastDaysJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(CancellationToken);
        var reports = new List<ForecastReport>();
        var concerned = sensors.Where(context.Concerns).ToList();
        var failures = await EachSensor.DoAsync(concerned, async sensor => reports.Add(await runner.RunAsync(sensor, null, CancellationToken)), logger);
        var problems = failures.Concat(reports.Select(report => report.Problem).OfType<string>()).ToList();
        if (problems.Count > 0)
        {
            context.ReportFailure($"{concerned.Count - problems.Count} of {concerned.Count} sensors forecast. {problems[0]}");
        }
        else if (reports.Count > 0)
        {
            context.Report($"{reports.Count} sensors forecast, {reports.Sum(report => report.Queued)} files queued.");
        }
    }
}
