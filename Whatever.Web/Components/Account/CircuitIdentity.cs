using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Account;

/// <summary>
/// Who sits before a page that is open. A page may stay open for weeks: it is looked at every minute, and as soon as people change, whether
/// they are still who they were.
/// </summary>
internal sealed class CircuitIdentity : RevalidatingServerAuthenticationStateProvider
{
    private readonly SessionCheck check;
    private readonly IDisposable subscription;

    public CircuitIdentity(ILoggerFactory logger, SessionCheck check, ChangeFeed changes)
        : base(logger)
    {
        this.check = check;
        subscription = changes.SubscribeApart(change => change.Kind == ChangeKind.People, LookAsync);
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        check.HoldsAsync(authenticationState.User, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        subscription.Dispose();
        base.Dispose(disposing);
    }

    private async Task LookAsync()
    {
        var state = await GetAuthenticationStateAsync();
        if (state.User.Identity?.IsAuthenticated == true && !await check.HoldsAsync(state.User))
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
    }
}
