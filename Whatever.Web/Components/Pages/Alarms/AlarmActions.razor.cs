using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Alarms;
using Whatever.Model.Problems;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Alarms;

/// <summary>What a person can do with an alarm.</summary>
public partial class AlarmActions
{
    private static readonly int[] ShelfHours = [1, 4, 8, 24];
    private string name = "";
    private string note = "";
    private string? problem;

    [Parameter]
    [EditorRequired]
    public Alarm Alarm { get; set; } = null!;

    /// <summary>Whose clock times are shown on.</summary>
    [Parameter]
    public Sensor? Sensor { get; set; }

    /// <summary>When it is learned as normal, where nobody says anything.</summary>
    private int? LearnedMinute => Alarm.AskedMinute + MonitorSettings.MinutesForAnswer;

    [Inject]
    private AlarmEditor Editor { get; set; } = null!;

    [Inject]
    private PersonName Person { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Person.ReadAsync() is { Length: > 0 } known && name.Length == 0)
        {
            name = known;
            StateHasChanged();
        }
    }

    private Task AcknowledgeAsync() => DoAsync(() => Editor.AcknowledgeAsync(Alarm.Id, name, note), L["Acknowledged by {0}", name.Trim()]);

    private Task ShelveAsync(int hours) =>
        DoAsync(
            () => Editor.ShelveAsync(Alarm.Id, name, TimeSpan.FromHours(hours), note),
            L["Shelved for {0} h; it comes back by itself.", hours]);

    private Task KeepAsync() =>
        DoAsync(() => Editor.KeepAsync(Alarm.Id, name, note), L["It stays open until its event is over."]);

    private Task UnshelveAsync() => DoAsync(() => Editor.UnshelveAsync(Alarm.Id, name), L["Taken back from the shelf."]);

    private Task JudgeAsync(AlarmVerdict verdict) =>
        DoAsync(() => Editor.JudgeAsync(Alarm.Id, name, verdict, note), L["Verdict: {0}", AlarmWords.Of(L, verdict)]);

    private Task CommentAsync() => DoAsync(() => Editor.CommentAsync(Alarm.Id, name, note), L["Noted down."]);

    private Task DoAsync(Func<Task<Problem?>> command, string done) => Guard.RunAsync(Right.HandleAlarms, async () =>
    {
        name = Person.For(name);
        problem = (await command())?.Say();
        if (problem is null)
        {
            note = "";
            await Person.SaveAsync(name);
            Snackbar.Add(done, Severity.Success);
        }

        return problem is null;
    }, StateHasChanged);
}
