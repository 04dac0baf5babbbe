using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Scheduling;

namespace Whatever.Web.Components.Pages.Schedules;

/// <summary>One job: what it does, when, and how it went.</summary>
public partial class SchedulePanel
{
    private IReadOnlyList<string> problems = [];
    private string cron = "";
    private string timeZone = "";
    private CatchUpPolicy catchUp;
    private bool enabled;
    private bool open;

    [Parameter]
    [EditorRequired]
    public JobStatus Status { get; set; } = null!;

    [Parameter]
    public Sensor? Sensor { get; set; }

    [Inject]
    private ScheduleEditor Editor { get; set; } = null!;

    [Inject]
    private JobRunner Runner { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    protected override void OnInitialized()
    {
        var schedule = Status.Schedule;
        (cron, timeZone, enabled, catchUp) = (schedule.Cron ?? "", schedule.TimeZone ?? "", schedule.Enabled, schedule.CatchUp);
    }

    private Task SaveAsync() => Guard.RunAsync(Right.SetSchedules, async () =>
    {
        problems = (await Editor.SaveAsync(
            new ScheduleDraft { Job = Status.Job.Name, Cron = cron, TimeZone = timeZone, Enabled = enabled, CatchUp = catchUp })).Say();
        if (problems.Count == 0)
        {
            Snackbar.Add(L["Saved; it counts from now on."], Severity.Success);
        }

        return problems.Count == 0;
    }, StateHasChanged);

    private Task RunNow() => Guard.RunAsync(Right.RunJobs, () =>
    {
        Snackbar.Add(
            Runner.Start(Status.Job.Name, RunTrigger.Person) ? L["Started."] : L["It is running already."], Severity.Info);
        return Task.FromResult(true);
    }, StateHasChanged);

    private Task Cancel() => Guard.RunAsync(Right.RunJobs, () => Task.FromResult(Runner.Cancel(Status.Job.Name)), StateHasChanged);
}
