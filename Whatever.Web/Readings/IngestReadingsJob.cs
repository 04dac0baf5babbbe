using Coravel.Invocable;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings;

/// <summary>Takes what arrived: files in the inbox, replayed mock data, the demo station's simulated water. (Pushed readings are stored as they come.)</summary>
public sealed class IngestReadingsJob(Inbox inbox, LiveSources live, JobContext context) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var taken = await inbox.TakeAsync(CancellationToken);
        var stored = await live.AdvanceAsync(CancellationToken);
        if (taken.Refused > 0)
        {
            context.ReportFailure($"{taken.Refused} files refused, {taken.Imported} imported ({taken.Rows} rows); see Inbox/Refused.");
        }
        else if (taken.Imported > 0)
        {
            context.Report($"{taken.Imported} files imported, {taken.Rows} rows stored.");
        }
        else if (stored > 0)
        {
            context.Report($"{stored} minutes stored.");
        }
    }
}
