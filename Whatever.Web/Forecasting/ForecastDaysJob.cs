using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>Forecasts the next six days of every sensor whose hour has come.</summary>
public sealed class ForecastDaysJob(
    IDbContextFactory<StationDbContext> contexts, ForecastRunner runner, JobContext context, ILogger<ForecastDaysJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(CancellationToken);
        var reports = new List<ForecastReport>();
        var concerned = sensors.Where(context.Concerns).ToList();
        var failures = await EachSensor.DoAsync(
            concerned, async sensor => reports.Add(await runner.RunAsync(sensor, null, CancellationToken)), logger);
        var problems = failures.Concat(
            reports.Where(report => report.BaseDay is not null).Select(report => report.Refusal).OfType<Problem>())
            .ToList();
        if (problems.Count > 0)
        {
            context.ReportFailure($"{concerned.Count - problems.Count} of {concerned.Count} sensors forecast. {problems[0]}");
        }
        else if (reports.Count > 0)
        {
            // A sensor that has no finished day yet is new, not broken.
            var waiting = reports.Count(report => report.BaseDay is null);
            context.Report(
                $"{Counted.Say(reports.Count - waiting, "sensor")} forecast, {Counted.Say(reports.Sum(report => report.Queued), "file")} "
                    + $"queued{(waiting > 0 ? $"; {Counted.Say(waiting, "has", "have")} no finished day yet" : "")}.");
        }
    }
}
