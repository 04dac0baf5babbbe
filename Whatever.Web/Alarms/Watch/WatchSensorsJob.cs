using Coravel.Invocable;
using Whatever.Web.Domain;

namespace Whatever.Web.Alarms.Watch;

/// <summary>Turns what lasts into alarms, every minute: also where nothing came, for that is what some alarms are about.</summary>
public sealed class WatchSensorsJob(WatchRound round, JobContext context) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        var report = await round.RunAsync(CancellationToken);
        if (report.Opened + report.Closed > 0)
        {
            context.Report($"{report.Sensors} sensors watched, {report.Opened} alarms opened, {report.Closed} closed.");
        }
    }
}
