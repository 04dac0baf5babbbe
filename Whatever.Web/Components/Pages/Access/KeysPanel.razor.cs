using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Access;

/// <summary>Keys of machines.</summary>
public partial class KeysPanel
{
    private const string OfStation = "station ";
    private const string OfSensor = "sensor ";
    private static readonly KeyScopes[] Scopes = [KeyScopes.Push, KeyScopes.Read, KeyScopes.Operate];
    private string name = "";
    private string target = "";
    private KeyScopes scopes = KeyScopes.Push;
    private double hours = 24;
    private int? revoking;

    [Parameter, EditorRequired]
    public IReadOnlyList<Sensor> Sensors { get; set; } = [];

    /// <summary>Whose clock times are shown on.</summary>
    [Parameter]
    public Sensor? Sensor { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<ShownKey> Keys { get; set; } = [];

    /// <summary>A key was made: this is the one time that it can be shown.</summary>
    [Parameter, EditorRequired]
    public EventCallback<string> OnMade { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? State { get; set; }

    [Inject]
    private ApiKeys Editor { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private ApiKeyDraft Draft => new()
    {
        Name = name,
        Scopes = scopes,
        SensorId = target.StartsWith(OfSensor, StringComparison.Ordinal) ? target[OfSensor.Length..] : null,
        StationId = target.StartsWith(OfStation, StringComparison.Ordinal)
            ? int.Parse(target[OfStation.Length..], CultureInfo.InvariantCulture) : null,
    };

    private Task AddAsync() => DoAsync(who => Editor.AddAsync(Draft, who));

    private Task RotateAsync(ShownKey key) => DoAsync(who => Editor.RotateAsync(key.Id, hours, who));

    /// <summary>Asked once, by the same button.</summary>
    private Task RevokeAsync(ShownKey key)
    {
        if (revoking != key.Id)
        {
            revoking = key.Id;
            return Task.CompletedTask;
        }

        revoking = null;
        return DoAsync(async _ => (await Editor.RevokeAsync(key.Id), null));
    }

    private string RevokeText(ShownKey key) => revoking == key.Id ? L["Revoke {0}", key.Name] : L["Revoke"];

    private Task DoAsync(Func<string, Task<(Problem? Problem, string? Secret)>> command) => Guard.RunAsync(
        Right.ManageAccess,
        async () =>
        {
            var who = State is null ? null : (await State).User.Identity?.Name;
            var (problem, secret) = await command(who ?? "");
            Snackbar.Add(problem?.Say() ?? L["Saved."].Value, problem is null ? Severity.Success : Severity.Warning);
            if (secret is not null)
            {
                name = "";
                await OnMade.InvokeAsync(secret);
            }

            return problem is null;
        },
        StateHasChanged);

    private string ScopesOf(KeyScopes given) =>
        string.Join(", ", Scopes.Where(scope => given.HasFlag(scope)).Select(scope => L[$"Scope {scope}"].Value));

    private string StateOf(ShownKey key) => key switch
    {
        { State: "revoked" } => L["revoked"],
        { State: "expired" } => L["expired"],
        { ExpiresAt: { } end } => L["good until {0}", Show.Time(Sensor, end)],
        _ => L["good"],
    };
}
