using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Notifications;

/// <summary>What was told, what waits and what could not be sent.</summary>
public partial class OutboxPanel
{
    private const int ShownAlarms = 5;

    [Parameter, EditorRequired]
    public IReadOnlyList<ShownMessage> Messages { get; set; } = [];

    /// <summary>Whose clock times are shown on.</summary>
    [Parameter]
    public Sensor? Sensor { get; set; }

    [Inject]
    private NotificationEditor Editor { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private Task SendAgainAsync(Notification message) => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        var problem = await Editor.SendAgainAsync(message.Id);
        Snackbar.Add(problem?.Say() ?? L["It is tried again now."].Value, problem is null ? Severity.Success : Severity.Warning);
        return problem is null;
    }, StateHasChanged);

    private string StateOf(Notification message) => message switch
    {
        { State: NotificationState.Sent } => L["sent {0}", Show.Time(Sensor, message.SentAt)],
        { State: NotificationState.Dropped } => L["no longer needed"],
        { State: NotificationState.Failed } => $"{L["could not be sent"]}: {message.LastError?.Say()}",
        { LastError: { } reason } => $"{L["tried again {0}", Show.Time(Sensor, message.DueAt)]}: {reason.Say()}",
        _ => L["due {0}", Show.Time(Sensor, message.DueAt)],
    };
}
