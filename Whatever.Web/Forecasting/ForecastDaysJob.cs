using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Forecasting;

/// <summary>Forecasts the next six days of every sensor whose hour has come.</summary>
public sealed class ForecastDaysJob(
    IDbContextFactory<StationDbContext> contexts, IForecastModels models, ForecastRunner runner, JobContext context,
    ILogger<ForecastDaysJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(CancellationToken);
        var concerned = sensors.Where(context.Concerns).ToList();
        var (reports, failures) = await EachSensor.DoSideBySideAsync(
            concerned,
            async sensor =>
            {
                await models.ChooseAsync(sensor, CancellationToken);
                return await runner.RunAsync(sensor, null, CancellationToken);
            },
            logger,
            CancellationToken);

        // Forecasts first, and then one training at most: what is delivered after them must not wait for many.
        var renewed = new List<Phrase>();
        await EachSensor.DoAsync(
            concerned,
            async sensor =>
            {
                if (renewed.Count == 0)
                {
                    renewed.AddRange(await models.RenewAsync(sensor, CancellationToken));
                }
            },
            logger);
        var problems = failures.Concat(
            reports.Where(report => report.BaseDay is not null).Select(report => report.Refusal).OfType<Problem>())
            .ToList();
        if (problems.Count > 0)
        {
            context.ReportFailure(
                new Phrase("work.forecast-some", concerned.Count - problems.Count, concerned.Count, problems[0]));
        }
        else if (reports.Count > 0)
        {
            // A sensor that has no finished day yet is new, not broken.
            var waiting = reports.Count(report => report.BaseDay is null);
            var made = Counted.Of(reports.Count - waiting, "count.sensors");
            var queued = Counted.Of(reports.Sum(report => report.Queued), "count.files");
            var done = waiting == 0
                ? new Phrase("work.forecast", made, queued)
                : new Phrase("work.forecast-waiting", made, queued, Counted.Of(waiting, "count.have-no-finished-day"));
            context.Report(renewed.Count == 0 ? done : Phrases.Join([done, .. renewed]));
        }
    }
}
