using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>
/// Once a year: trains a challenger per sensor and quantity; it takes over only where it beats champion and baseline on days that it did
/// not see.
/// </summary>
public sealed class RetrainModelsJob(
    IDbContextFactory<StationDbContext> contexts, Challenge challenge, JobContext context, ILogger<RetrainModelsJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var outcomes = new List<Phrase>();
        var sensors = await db.Sensors.AsNoTracking().ToListAsync(CancellationToken);
        var problems = await EachSensor.DoAsync(sensors.Where(context.Concerns), async sensor =>
        {
            foreach (var quantity in QuantityNames.All)
            {
                outcomes.Add(await challenge.RunAsync(sensor, quantity, CancellationToken));
            }
        }, logger);
        if (problems.Count > 0)
        {
            context.ReportFailure(Phrases.Join([.. problems, .. outcomes]));
        }
        else if (outcomes.Count > 0)
        {
            context.Report(Phrases.Join(outcomes));
        }
    }
}
