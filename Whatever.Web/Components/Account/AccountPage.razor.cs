using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Account;

/// <summary>What belongs to the person who is signed in: password and authenticator.</summary>
public partial class AccountPage
{
    private Person? person;
    private string? problem;
    private string? done;
    private IReadOnlyList<string> recovery = [];
    private (string Shown, string Sealed) offered;
    private IReadOnlyList<PersonSession> sessions = [];
    private string own = "";

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordForm? Password { get; set; }

    [SupplyParameterFromForm(FormName = "totp-on")]
    private TotpForm? On { get; set; }

    [SupplyParameterFromForm(FormName = "totp-off")]
    private PasswordForm? Off { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private PeopleQueries Queries { get; set; } = null!;

    [Inject]
    private PeopleEditor Editor { get; set; } = null!;

    [Inject]
    private Authenticators Authenticators { get; set; } = null!;

    [Inject]
    private Sessions Sessions { get; set; } = null!;

    [Inject]
    private RefusalLog Refusals { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        person = Identities.IdOf(Http.User) is { } id ? await Queries.FindAsync(id, Http.RequestAborted) : null;
        if (person is null)
        {
            Navigation.NavigateTo("/");
            return;
        }

        own = Identities.SessionOf(Http.User);
        sessions = await Sessions.ListAsync(person.Id, Http.RequestAborted);

        // A wrong code must not change the key, which stands in the app already.
        offered = Authenticators.Show(On?.Offered) is { } shown ? (shown, On!.Offered!) : Authenticators.Offer();
    }

    private async Task ChangePasswordAsync()
    {
        var refused = Password?.Wanted != Password?.Again
            ? new Problem("password.differs")
            : await Editor.ChangePasswordAsync(person!.Id, Password?.Current, Password?.Wanted, Http.RequestAborted);
        await ShowAsync(refused, L["The password is changed; other sessions of yours are over."]);
    }

    private async Task TurnOnAsync()
    {
        (var refused, recovery) = await Authenticators.TurnOnAsync(
            person!.Id, On?.Current, On?.Offered, On?.Code, Http.RequestAborted);
        await ShowAsync(refused, L["The authenticator is on."]);
    }

    private async Task TurnOffAsync() =>
        await ShowAsync(
            await Editor.TurnOffAuthenticatorAsync(person!.Id, Off?.Current, Http.RequestAborted), L["The authenticator is off."]);

    /// <summary>What was changed ends every session, so this one begins anew.</summary>
    private async Task ShowAsync(Problem? refused, string outcome)
    {
        problem = refused?.Say();
        if (refused is not null)
        {
            await Refusals.NoteAsync(
                new AuditNote(AuditActs.Refused, person!.UserName!) { Why = refused.Code }, Http.RequestAborted);
        }
        else
        {
            done = outcome;
            person = await Queries.FindAsync(person!.Id, Http.RequestAborted);
            await SignInPage.EnterAsync(Http, person!);
            sessions = await Sessions.ListAsync(person!.Id, Http.RequestAborted);
            own = sessions.Count == 1 ? sessions[0].Id : own;
        }
    }

    private async Task EndOthersAsync()
    {
        var ended = await Sessions.EndOthersAsync(person!.Id, own, person.UserName!, Http.RequestAborted);
        sessions = await Sessions.ListAsync(person.Id, Http.RequestAborted);
        done = L["{0} other sessions of yours are over.", ended];
    }

    private static string ShowTime(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);

    private static string Shorten(string? browser)
    {
        const int shown = 60;
        return browser is { Length: > shown } ? browser[..shown] + "…" : browser ?? "";
    }

    /// <summary>What the page is sent.</summary>
    public sealed class PasswordForm
    {
        public string? Current { get; set; }
        public string? Wanted { get; set; }
        public string? Again { get; set; }
    }

    /// <summary>What the page is sent.</summary>
    public sealed class TotpForm
    {
        public string? Current { get; set; }
        public string? Offered { get; set; }
        public string? Code { get; set; }
    }
}
