using Coravel.Invocable;

namespace Whatever.Web.Scheduling;

/// <summary>
/// The one thing Coravel schedules: once a minute it starts what the schedule table says is due. Schedules change while the station runs,
/// and giving Coravel a new schedule after it has started can end the process.
/// </summary>
public sealed class SchedulerTick(ScheduleClocks clocks, JobRunner runner) : IInvocable
{
    public async Task Invoke()
    {
        foreach (var due in await clocks.TakeDueAsync(runner.IsRunning))
        {
            runner.Start(due.Job, due.Trigger, due.TimeZones);
        }
    }
}
