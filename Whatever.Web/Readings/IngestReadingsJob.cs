using Coravel.Invocable;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings;

/// <summary>
/// Takes what arrived: files in the inbox, replayed mock data, the demo station's simulated water. (Pushed readings are stored as they
/// come.)
/// </summary>
public sealed class IngestReadingsJob(Inbox inbox, LiveSources live, JobContext context) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var taken = await inbox.TakeAsync(CancellationToken);
        var stored = await live.AdvanceAsync(CancellationToken);
        if (taken.Refused > 0)
        {
            context.ReportFailure(
                new Phrase(
                    "work.files-refused", Counted.Of(taken.Refused, "count.files"), taken.Imported,
                    Counted.Of(taken.Rows, "count.rows")));
        }
        else if (taken.Imported > 0)
        {
            context.Report(
                new Phrase(
                    "work.files-imported", Counted.Of(taken.Imported, "count.files"), Counted.Of(taken.Rows, "count.rows")));
        }
        else if (stored > 0)
        {
            context.Report(new Phrase("work.minutes-stored", Counted.Of(stored, "count.minutes")));
        }
    }
}
