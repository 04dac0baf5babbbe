using Microsoft.JSInterop;

namespace Whatever.Web.Components.Shared;

/// <summary>Who sits before this browser. Until there is a sign-in a person says it once and the browser remembers.</summary>
public sealed class PersonName(IJSRuntime script)
{
    private string? name;

    public async Task<string> ReadAsync() => name ??= await script.InvokeAsync<string?>("station.name") ?? "";

    public async Task SaveAsync(string value)
    {
        name = value.Trim();
        await script.InvokeVoidAsync("station.saveName", name);
    }
}
