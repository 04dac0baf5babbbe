using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Security;

namespace Whatever.Web.Components.Account;

/// <summary>Lets people in.</summary>
public partial class SignInPage
{
    private const int DaysKnown = 365;
    private string? problem;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private SignInForm? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private SignInDesk Desk { get; set; } = null!;

    [Inject]
    private StationAccess Access { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (await Access.IsOpenAsync(Http.RequestAborted))
        {
            Navigation.NavigateTo("/");
        }
        else if (!await Access.HasPeopleAsync(Http.RequestAborted))
        {
            Navigation.NavigateTo("/set-up");
        }
    }

    private async Task SignInAsync()
    {
        var shown = new SignInTry(
            Form?.Name, Form?.Password, string.IsNullOrWhiteSpace(Form?.Code) ? null : Form.Code, AddressOf(Http))
        {
            Browser = Http.Request.Cookies[KnownBrowser.Cookie],
        };
        var outcome = await Desk.TryAsync(shown, Http.RequestAborted);
        if (outcome.Person is not { } person)
        {
            problem = outcome.Problem?.Say() ?? L["Type the code of your authenticator, too."].Value;
            return;
        }

        await EnterAsync(Http, person);
        Navigation.NavigateTo(person.MustChangePassword ? "/account" : LocalAddress.Of(ReturnUrl));
    }

    /// <summary>From here on the browser is this person's, until the session ends.</summary>
    internal static async Task EnterAsync(HttpContext context, Person person)
    {
        var services = context.RequestServices;
        var session = await services.GetRequiredService<Sessions>().BeginAsync(
            person.Id, AddressOf(context), context.Request.Headers.UserAgent, context.RequestAborted);
        await context.SignInAsync(
            Identities.Session, Identities.Of(person, session), new AuthenticationProperties { IsPersistent = true });
        context.Response.Cookies.Append(
            KnownBrowser.Cookie, services.GetRequiredService<KnownBrowser>().Make(person.UserName!),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(DaysKnown),
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = "/sign-in",
            });
    }

    private static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    /// <summary>What the page is sent.</summary>
    public sealed class SignInForm
    {
        public string? Name { get; set; }
        public string? Password { get; set; }
        public string? Code { get; set; }
    }
}
