using Coravel.Invocable;
using Whatever.Web.Domain;

namespace Whatever.Web.Retention;

/// <summary>Removes what is older than the retention setting.</summary>
public sealed class PurgeOldDataJob(DataRetention retention, JobContext context) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var purged = await retention.PurgeAsync(CancellationToken);
        if (purged.Any)
        {
            context.Report($"Removed {purged.Readings} readings, {purged.Deliveries} acknowledged deliveries and {purged.SentFolders} sent days older than {purged.RetentionDays} days.");
        }
    }
}
