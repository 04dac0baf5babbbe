using Coravel.Invocable;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Fits new normal criteria to what was stored since; runs every three months.</summary>
public sealed class RebuildCriteriaJob(IDbContextFactory<StationDbContext> contexts, CriteriaBuilder criteria, JobContext context)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken);
        var (rebuilt, proposed, tooFew) = (0, 0, 0);
        foreach (var key in await db.Sensors.Select(sensor => sensor.Key).ToListAsync(CancellationToken))
        {
            foreach (var quantity in QuantityNames.All)
            {
                CancellationToken.ThrowIfCancellationRequested();
                _ = (await criteria.RebuildAsync(key, quantity, CancellationToken))?.State switch
                {
                    null => tooFew++,
                    CriteriaState.Proposed => proposed++,
                    _ => rebuilt++,
                };
            }
        }

        context.Report(
            proposed == 0
                ? new Phrase("work.criteria-rebuilt", rebuilt, tooFew)
                : new Phrase("work.criteria-proposed", rebuilt, proposed, tooFew));
    }
}
