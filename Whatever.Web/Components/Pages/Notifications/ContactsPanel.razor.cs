using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Notifications;

/// <summary>Persons and systems that can be told.</summary>
public partial class ContactsPanel
{
    private IReadOnlyList<string> problems = [];
    private int? id;
    private int? removing;
    private string editedName = "";
    private string name = "";
    private string? email;
    private string? url;
    private string? secret;
    private bool hasSecret;
    private bool removeSecret;
    private string language = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ko" ? "ko" : "en";
    private string? tested;
    private Phrase? testProblem;

    [Parameter, EditorRequired]
    public IReadOnlyList<NotificationContact> Contacts { get; set; } = [];

    [Inject]
    private NotificationEditor Editor { get; set; } = null!;

    [Inject]
    private NotificationTester Tester { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private ContactDraft Draft => new()
    {
        Id = id,
        Name = name,
        Email = email,
        WebhookUrl = url,
        NewSecret = string.IsNullOrEmpty(secret) ? null : secret,
        RemoveSecret = removeSecret,
        Language = language,
    };

    /// <summary>What opens it may stand in the path: the table may be on a wall.</summary>
    private static string HostOf(NotificationContact contact) =>
        contact.WebhookUrl is { } url ? new Uri(url).Host + (contact.ProtectedSecret is null ? "" : " ✓") : "–";

    private void Edit(NotificationContact contact)
    {
        (id, editedName, name, email, url) = (contact.Id, contact.Name, contact.Name, contact.Email, contact.WebhookUrl);
        (hasSecret, secret, removeSecret, language) = (contact.ProtectedSecret is not null, null, false, contact.Language);
        problems = [];
    }

    private void Clear()
    {
        (id, editedName, name, email, url) = (null, "", "", null, null);
        (hasSecret, secret, removeSecret, problems) = (false, null, false, []);
    }

    private Task SaveAsync() => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        problems = (await Editor.SaveAsync(Draft)).Say();
        if (problems.Count > 0)
        {
            return false;
        }

        Clear();
        Snackbar.Add(L["Saved."], Severity.Success);
        return true;
    }, StateHasChanged);

    private Task TestAsync(NotificationContact contact) => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        testProblem = await Tester.TestAsync(contact.Id);
        tested = testProblem?.Say() ?? L["The test for {0} was taken.", contact.Name];
        return true;
    }, StateHasChanged);

    /// <summary>Asked once, by the same button.</summary>
    private Task RemoveAsync(NotificationContact contact) => Guard.RunAsync(Right.SetNotifications, async () =>
    {
        if (removing != contact.Id)
        {
            removing = contact.Id;
            return true;
        }

        removing = null;
        problems = await Editor.RemoveContactAsync(contact.Id) is { } problem ? [problem.Say()] : [];
        return problems.Count == 0;
    }, StateHasChanged);

    private string RemoveText(NotificationContact contact) => removing == contact.Id ? L["Delete {0}", contact.Name] : L["Delete"];
}
