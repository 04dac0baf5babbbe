using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Notifications;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Notifications;

/// <summary>By which server e-mail goes, and what stands in messages.</summary>
public partial class MailPanel
{
    private IReadOnlyList<string> problems = [];
    private string? host;
    private string? port;
    private MailSecurity security;
    private string? from;
    private string? user;
    private string? password;
    private bool hasPassword;
    private string? baseUrl;
    private string? oldest;
    private string? tested;
    private Phrase? testProblem;

    [Inject]
    private MailEditor Editor { get; set; } = null!;

    [Inject]
    private NotificationTester Tester { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private MailDraft Draft => new()
    {
        Host = host,
        Port = TypedNumber.TryRead(port, out var number) && number is >= 1 and <= ushort.MaxValue ? (int)number : 0,
        Security = security,
        From = from,
        User = user,
        NewPassword = string.IsNullOrEmpty(password) ? null : password,
    };

    /// <summary>Once: what a person is typing is not overwritten.</summary>
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var stored = await Editor.CurrentAsync();
        (host, port, security, from, user) = (
            stored.Host, TypedNumber.Write(stored.Port), stored.Security, stored.From, stored.User);
        (password, hasPassword) = (null, stored.ProtectedPassword is not null);
        (baseUrl, oldest) = (await Editor.BaseUrlAsync(), TypedNumber.Write(await Editor.OldestHoursAsync()));
    }

    private Task SaveAsync() => DoAsync(() => Editor.SaveAsync(Draft));

    private Task SaveGeneralAsync() => DoAsync(() => Editor.SaveGeneralAsync(
        baseUrl, TypedNumber.TryRead(oldest, out var hours) && hours is >= 0 and <= MailEditor.MostHours ? (int)hours : -1));

    private Task DoAsync(Func<Task<IReadOnlyList<Problem>>> command) => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        (problems, tested) = ((await command()).Say(), null);
        if (problems.Count > 0)
        {
            return false;
        }

        await LoadAsync();
        Snackbar.Add(L["Saved."], Severity.Success);
        return true;
    }, StateHasChanged);

    private Task TestAsync() => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        problems = [];
        testProblem = await Tester.TestAsync(Draft);
        tested = testProblem?.Say() ?? L["The mail server let the station in."];
        return true;
    }, StateHasChanged);
}
