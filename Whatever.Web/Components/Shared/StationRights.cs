using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Shared;

/// <summary>What the person before this page may do.</summary>
public sealed class StationRights(
    AuthenticationStateProvider states, SessionCheck check, RefusalLog refusals, ISnackbar snackbar)
{
    /// <summary>For what is shown; a command asks <see cref="DemandAsync"/>.</summary>
    public bool May(Right right) =>
        states.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } state && Permissions.Allows(state.Result.User, right);

    /// <summary>
    /// Asked ahead of whatever changes something: a browser may send what its page does not offer, and a session may be over that a page
    /// still shows.
    /// </summary>
    /// <returns>Whether it may go on; where not, the person was told why.</returns>
    public async Task<bool> DemandAsync(Right right)
    {
        var who = (await states.GetAuthenticationStateAsync()).User;
        var problem = !await check.HoldsAsync(who) ? new Problem("access.session-over")
            : !Permissions.Allows(who, right) ? new Problem("access.role", NameOf(Permissions.LeastRole(right)))
            : null;
        if (problem is not null)
        {
            await refusals.NoteAsync(new AuditNote(AuditActs.Refused, right.ToString()) { Why = problem.Code });
            snackbar.Add(problem.Say(), Severity.Warning);
        }

        return problem is null;
    }

    private static Phrase NameOf(PersonRole role) => new Phrase($"role.{role.ToString().ToLowerInvariant()}");
}
