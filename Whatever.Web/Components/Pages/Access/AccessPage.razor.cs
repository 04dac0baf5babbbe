using Microsoft.AspNetCore.Components;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Access;

/// <summary>People and keys.</summary>
public partial class AccessPage
{
    private IReadOnlyList<ShownPerson> people = [];
    private IReadOnlyList<ShownKey> keys = [];
    private IReadOnlyList<Sensor> sensors = [];
    private PersonRole role;
    private string name = "";
    private string? secret;
    private string secretLabel = "";
    private int refused;
    private int? removing;
    private bool isOpen;

    [Inject]
    private PeopleQueries Queries { get; set; } = null!;

    [Inject]
    private PeopleEditor Editor { get; set; } = null!;

    [Inject]
    private StationAccess Access { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.People or ChangeKind.Stations;

    protected override async Task LoadAsync() => (people, keys, sensors, isOpen) = (
        await Queries.ListAsync(), await Queries.ListKeysAsync(), await Stations.ListAsync(), await Access.IsOpenAsync());

    private Task AddPersonAsync() => DoAsync(
        () => Editor.AddAsync(name, role, password: null), L["The first password of {0}, shown this once:", name.Trim()],
        () => name = "");

    private Task ResetAsync(ShownPerson person) => DoAsync(
        () => Editor.ResetAsync(person.Name, password: null), L["The new password of {0}, shown this once:", person.Name]);

    private Task SetRoleAsync(ShownPerson person, ChangeEventArgs change) =>
        Enum.TryParse<PersonRole>(change.Value as string, out var wanted) && Enum.IsDefined(wanted)
            ? DoAsync(async () => new PersonChange(await Editor.SetRoleAsync(person.Name, wanted)), "")
            : Task.CompletedTask;

    /// <summary>Asked once, by the same button.</summary>
    private Task RemoveAsync(ShownPerson person)
    {
        if (removing != person.Id)
        {
            removing = person.Id;
            return Task.CompletedTask;
        }

        removing = null;
        return DoAsync(async () => new PersonChange(await Editor.RemoveAsync(person.Name)), "");
    }

    private string RemoveText(ShownPerson person) => removing == person.Id ? L["Delete {0}", person.Name] : L["Delete"];

    private Task DoAsync(Func<Task<PersonChange>> command, string label, Action? done = null) => Guard.RunAsync(
        Right.ManageAccess,
        async () =>
        {
            var change = await command();
            if (!ShowOutcome(change.Problem is { } problem ? [problem.Say()] : [], L["Saved."]))
            {
                // A browser goes on showing what was chosen until the field is another one.
                refused++;
                await LoadAsync();
                return false;
            }

            (secret, secretLabel) = (change.Password, label);
            done?.Invoke();
            await LoadAsync();
            return true;
        },
        StateHasChanged);

    private void ShowKey(string made) => (secret, secretLabel) = (made, L["The key, shown this once:"]);
}
