using Microsoft.AspNetCore.Components;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Account;

/// <summary>Makes the first administrator, once.</summary>
public partial class SetUpPage
{
    private string? problem;

    [SupplyParameterFromForm(FormName = "set-up")]
    private SetUpForm? Form { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private PeopleEditor Editor { get; set; } = null!;

    [Inject]
    private SignInDesk Desk { get; set; } = null!;

    [Inject]
    private StationAccess Access { get; set; } = null!;

    [Inject]
    private SetUpCode Code { get; set; } = null!;

    [Inject]
    private RefusalLog Refusals { get; set; } = null!;

    [Inject]
    private Attempts Attempts { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool NeedsCode => !AtTheMachine.Is(Http);

    private string? Address => Http.Connection.RemoteIpAddress?.ToString();

    protected override async Task OnInitializedAsync()
    {
        if (await Access.HasPeopleAsync(Http.RequestAborted))
        {
            Navigation.NavigateTo("/sign-in");
        }
    }

    private async Task SetUpAsync()
    {
        if (await RefuseAsync() is { } refused)
        {
            problem = refused.Say();
            await Refusals.NoteAsync(new AuditNote(AuditActs.SignInRefused, "") { Why = refused.Code }, Http.RequestAborted);
            return;
        }

        Code.Forget();
        var outcome = await Desk.TryAsync(new SignInTry(Form!.Name, Form.Password, null, Address), Http.RequestAborted);
        if (outcome.Person is { } person)
        {
            await SignInPage.EnterAsync(Http, person);
        }

        Navigation.NavigateTo("/");
    }

    private async Task<Problem?> RefuseAsync()
    {
        if (!Attempts.Take(Address, null))
        {
            return new Problem("sign-in.too-often", (int)Attempts.Window.TotalMinutes);
        }

        // The code first: who has none learns nothing of what else is wrong.
        return NeedsCode && !Code.Matches(Form?.Code) ? new Problem("set-up.code")
            : Form?.Password != Form?.Again ? new Problem("password.differs")
            : await Editor.AddFirstAsync(Form?.Name ?? "", Form?.Password ?? "", Http.RequestAborted);
    }

    /// <summary>What the page is sent.</summary>
    public sealed class SetUpForm
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Password { get; set; }
        public string? Again { get; set; }
    }
}
