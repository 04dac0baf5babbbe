using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Whatever.Web.People;

namespace Whatever.Web.Components.Shared;

/// <summary>
/// Who sits before this browser: the one who is signed in. While the station is open a person says it once and the browser remembers.
/// </summary>
public sealed class PersonName(IJSRuntime script, AuthenticationStateProvider states)
{
    private string? name;

    /// <summary>It is known, and not for the page to change.</summary>
    public bool IsFixed => SignedIn is not null;

    private string? SignedIn => states.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } state
        && Identities.IsSession(state.Result.User) ? state.Result.User.Identity?.Name : null;

    /// <summary>The name to keep with what is done, whatever stands in a field.</summary>
    public string For(string typed) => SignedIn ?? typed;

    public async Task<string> ReadAsync() => SignedIn ?? (name ??= await script.InvokeAsync<string?>("station.name") ?? "");

    public async Task SaveAsync(string value)
    {
        if (IsFixed)
        {
            return;
        }

        name = value.Trim();
        await script.InvokeVoidAsync("station.saveName", name);
    }
}
