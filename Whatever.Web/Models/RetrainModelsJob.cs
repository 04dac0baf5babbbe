using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>Once a year: trains a challenger per sensor and quantity; it takes over only where it is better on days that neither saw.</summary>
public sealed class RetrainModelsJob(IDbContextFactory<StationDbContext> contexts, Challenge challenge, JobContext context)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var outcomes = new List<string>();
        foreach (var sensor in await db.Sensors.AsNoTracking().Where(sensor => sensor.SamplingIntervalMinutes == 1).ToListAsync(CancellationToken))
        {
            foreach (var quantity in QuantityNames.All)
            {
                outcomes.Add(await challenge.RunAsync(sensor, quantity, CancellationToken));
            }
        }

        if (outcomes.Count > 0)
        {
            context.Report(string.Join(" ", outcomes));
        }
    }
}
