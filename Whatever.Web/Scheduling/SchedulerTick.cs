using Coravel.Invocable;
using Whatever.Web.Domain;

namespace Whatever.Web.Scheduling;

/// <summary>
/// The one thing Coravel schedules: once a minute it starts what the schedule table says is due. Schedules change while the station runs,
/// and giving Coravel a new schedule after it has started can end the process.
/// </summary>
public sealed class SchedulerTick(ScheduleClocks clocks, JobRunner runner, ClockKeeper keeper, SchedulerPulse pulse) : IInvocable
{
    private bool IsBusy(string job) =>
        runner.IsRunningWhole(job) || (JobCatalog.Find(job)?.After is { } before && runner.IsRunningWhole(before));

    public async Task Invoke()
    {
        pulse.Beat();
        await keeper.KeepAsync();
        var taken = await clocks.TakeDueAsync(IsBusy);
        foreach (var due in taken.OrderBy(due => JobCatalog.PositionOf(due.Job)))
        {
            // After a night off both are due at once, and the files of the one are what the other sends.
            var waits = JobCatalog.Find(due.Job)?.After is { } before && taken.Any(other => other.Job == before);
            if (waits || !runner.Start(due.Job, due.Trigger, due.TimeZones))
            {
                await clocks.PutBackAsync(due.Job, due.TimeZones);
            }
        }
    }
}
