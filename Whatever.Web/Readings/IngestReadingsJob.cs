using Coravel.Invocable;
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
                $"{Counted.Say(taken.Refused, "file")} refused, {taken.Imported} imported ({Counted.Say(taken.Rows, "row")}); see "
                    + "Inbox/Refused.");
        }
        else if (taken.Imported > 0)
        {
            context.Report($"{Counted.Say(taken.Imported, "file")} imported, {Counted.Say(taken.Rows, "row")} stored.");
        }
        else if (stored > 0)
        {
            context.Report($"{Counted.Say(stored, "minute")} stored.");
        }
    }
}
