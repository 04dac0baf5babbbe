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
            context.Report(
                $"Removed {Counted.Say(purged.Readings, "reading")}, "
                    + $"{Counted.Say(purged.Deliveries, "acknowledged delivery", "acknowledged deliveries")} and "
                        + $"{Counted.Say(purged.SentFolders, "sent day")} older than {purged.RetentionDays} days.");
        }
    }
}
