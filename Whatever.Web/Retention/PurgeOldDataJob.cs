using Coravel.Invocable;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Retention;

/// <summary>Removes what is older than the retention setting, and looks after the physical ranges.</summary>
public sealed class PurgeOldDataJob(
    DataRetention retention, RangeUpkeep ranges, ClockDoubt doubt, AuditLog audit, JobContext context)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (doubt.Reason is { } reason)
        {
            await ranges.RunAsync(CancellationToken);
            context.Report(new Phrase("work.removed-nothing", reason));
            return;
        }

        var purged = await retention.PurgeAsync(CancellationToken);
        await ranges.RunAsync(CancellationToken);
        if (purged.Any)
        {
            await audit.NoteAsync(
                new AuditNote(AuditActs.Purged, DataFolder.DatabaseName) { After = StoredJson.Write(purged) }, CancellationToken);
            context.Report(
                new Phrase(
                    "work.removed", Counted.Of(purged.Readings, "count.readings"),
                    Counted.Of(purged.Deliveries, "count.acknowledged-deliveries"),
                    Counted.Of(purged.SentFolders, "count.sent-days"), purged.RetentionDays));
        }
    }
}
