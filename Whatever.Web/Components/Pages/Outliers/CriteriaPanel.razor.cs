using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>What is normal for one quantity: the version in force, a proposal, and what was in force before.</summary>
public partial class CriteriaPanel
{
    private const int ShownVersions = 40;
    private IReadOnlyList<CriteriaVersion> history = [];
    private CriteriaVersion? inForce;
    private CriteriaVersion? proposal;
    private int loadedRevision = -1;
    private bool isBuilding;
    private bool asksName;
    private string name = "";
    private string? problem;
    private string? outcome;

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public Quantity Quantity { get; set; }

    /// <summary>Changes when something may have changed elsewhere.</summary>
    [Parameter]
    public int Revision { get; set; }

    [Inject]
    private CriteriaApproval Approval { get; set; } = null!;

    [Inject]
    private CriteriaBuilder Builder { get; set; } = null!;

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private PersonName Person { get; set; } = null!;

    [Inject]
    private StationRights Rights { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        if (loadedRevision != Revision)
        {
            loadedRevision = Revision;
            await LoadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Person.ReadAsync() is { Length: > 0 } known && name.Length == 0)
        {
            name = known;
            StateHasChanged();
        }
    }

    private async Task LoadAsync()
    {
        history = await Approval.HistoryAsync(Sensor.Key, Quantity);
        inForce = CriteriaRules.Effective(history);
        proposal = history.FirstOrDefault(version => version.State == CriteriaState.Proposed);
    }

    private Task ApproveAsync() =>
        DoAsync(
            who => Approval.ApproveAsync(Sensor.Key, Quantity, proposal!.Version, who),
            L["Approved. Minutes are judged by version {0} from now on.", proposal!.Version]);

    private Task RejectAsync() =>
        DoAsync(
            who => Approval.RejectAsync(Sensor.Key, Quantity, proposal!.Version, who),
            L["Rejected. Version {0} stays in force.", inForce!.Version]);

    private Task RestoreAsync(int version) =>
        DoAsync(who => Approval.RestoreAsync(Sensor.Key, Quantity, version, who), L["What version {0} says is in force again.", version]);

    private Task DoAsync(Func<string, Task<Problem?>> decision, string done) => Guard.RunAsync(Right.SetThresholds, async () =>
    {
        name = Person.For(string.IsNullOrWhiteSpace(name) ? await Person.ReadAsync() : name);

        problem = (await decision(name))?.Say();
        asksName = problem is not null && string.IsNullOrWhiteSpace(name);
        if (problem is null)
        {
            outcome = null;
            await Person.SaveAsync(name);
            Snackbar.Add(done, Severity.Success);
        }

        await LoadAsync();
        return problem is null;
    }, StateHasChanged);

    private async Task BuildAsync()
    {
        if (isBuilding || !await Rights.DemandAsync(Right.SetThresholds))
        {
            return;
        }

        // It goes on when the page is left.
        (isBuilding, outcome, problem) = (true, null, null);
        outcome = await CriteriaWords.BuildAsync(L, Work, Builder, Sensor, Quantity);
        isBuilding = false;
        await LoadAsync();
    }

    private string OriginOf(CriteriaVersion version) => CriteriaRules.OriginalOf(history, version) is { } original
        ? $" · {L["copy of version {0}", original.Version]}"
        : "";
}
