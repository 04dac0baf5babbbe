using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>Fits new normal criteria to what was stored since; runs every three months.</summary>
public sealed class RebuildCriteriaJob(IDbContextFactory<StationDbContext> contexts, CriteriaBuilder criteria, JobContext context)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var (rebuilt, tooFew) = (0, 0);
        foreach (var key in await db.Sensors.Select(sensor => sensor.Key).ToListAsync(CancellationToken))
        {
            foreach (var quantity in QuantityNames.All)
            {
                CancellationToken.ThrowIfCancellationRequested();
                _ = await criteria.RebuildAsync(key, quantity, CancellationToken) is null ? tooFew++ : rebuilt++;
            }
        }

        context.Report($"{rebuilt} criteria rebuilt, {tooFew} left as they were for want of readings.");
    }
}
