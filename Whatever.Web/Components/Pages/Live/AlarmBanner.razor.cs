using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Live;

/// <summary>The worst alarm: one that nobody has taken on, or a serious one that stays until it is over. May be none.</summary>
public partial class AlarmBanner
{
    private bool asksName;
    private string name = "";

    [Parameter]
    [EditorRequired]
    public Alarm? Alarm { get; set; }

    /// <summary>The alarm's sensor; null where it is about many.</summary>
    [Parameter]
    public Sensor? Sensor { get; set; }

    /// <summary>Whose clock the times are on where it is about many.</summary>
    [Parameter]
    public Sensor? Clock { get; set; }

    /// <summary>Of the sensor that is looked at; null to say nothing of them.</summary>
    [Parameter]
    public AlarmCounts? Counts { get; set; }

    [Inject]
    private AlarmEditor Editor { get; set; } = null!;

    [Inject]
    private PersonName Person { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private string ListLink => (Sensor ?? Clock) is { } own ? $"/alarms?sensor={Uri.EscapeDataString(own.Id)}&only=1" : "/alarms";

    private Task AcknowledgeAsync() => Guard.RunAsync(Right.HandleAlarms, async () =>
    {
        var who = Person.For(asksName ? name : await Person.ReadAsync());
        if (string.IsNullOrWhiteSpace(who) && !asksName)
        {
            asksName = true;
            return false;
        }

        if (await Editor.AcknowledgeAsync(Alarm!.Id, who) is { } problem)
        {
            Snackbar.Add(problem.Say(), Severity.Warning);
            return false;
        }

        asksName = false;
        await Person.SaveAsync(who);
        Snackbar.Add(L["Acknowledged by {0}", who.Trim()], Severity.Success);
        return true;
    }, StateHasChanged);
}
