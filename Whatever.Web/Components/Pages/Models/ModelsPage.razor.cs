using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Models;
using Whatever.Web.People;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>The models there are, which of them forecasts what, and what did before.</summary>
public partial class ModelsPage
{
    private const string Job = JobNames.RetrainModels;

    private IReadOnlyList<RegisteredModel> models = [];
    private IReadOnlyList<ChampionStatus> statuses = [];
    private IReadOnlyDictionary<string, ModelTrial> trials = new Dictionary<string, ModelTrial>();
    private JobRun? lastRun;
    private bool isTraining;

    [Inject]
    private ModelCatalog Catalog { get; set; } = null!;

    [Inject]
    private ModelRegistry Registry { get; set; } = null!;

    [Inject]
    private ModelQueries Queries { get; set; } = null!;

    [Inject]
    private JobQueries Jobs { get; set; } = null!;

    [Inject]
    private JobRunner Runner { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    /// <summary>Where each quantity was compared there is nothing to add to the figures.</summary>
    private bool IsToldByTrials => statuses.All(status => status.Trials.Count > 0 && status.Trials[0].TrainedAt >= lastRun!.StartedAt);

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Models or ChangeKind.Jobs;

    protected override async Task LoadAsync()
    {
        models = await Catalog.ListAsync();
        trials = await Queries.TrialsByModelAsync();
        isTraining = Runner.IsRunning(Job);
        lastRun = await Jobs.LastAsync(Job);
        var found = new List<ChampionStatus>();
        foreach (var quantity in QuantityNames.All.Where(_ => Sensor is not null))
        {
            found.Add(await Queries.StatusAsync(Sensor!.Key, quantity));
        }

        statuses = found;
    }

    private Task UseAsync((Quantity Quantity, string Name) chosen) => Guard.RunAsync(Right.SetModels, async () =>
    {
        var isDone = ShowOutcome(
            (await Registry.PromoteAsync(Sensor!.Key, chosen.Quantity, chosen.Name, "")).Say(),
            L["{0} forecasts from the next run on.", NameOf(chosen.Name)]);
        await LoadAsync();
        return isDone;
    }, StateHasChanged);

    /// <param name="quantity">What is forecast.</param>
    /// <param name="row">Null for what was in force before the first row.</param>
    private Task RollBackAsync(Quantity quantity, ModelAssignment? row) => Guard.RunAsync(Right.SetModels, async () =>
    {
        var shipped = statuses.Single(status => status.Quantity == quantity).Unchosen;
        var problems = row is null
            ? await Registry.PromoteAsync(Sensor!.Key, quantity, shipped, StoredPhrase.Write(new Phrase("reason.back-to-shipped")))
            : await Registry.RollBackAsync(
                Sensor!.Key, quantity, row.Id, StoredPhrase.Write(new Phrase("reason.back-to-model", Show.Time(Sensor, row.PromotedAt))));
        var isDone = ShowOutcome(problems.Say(), L["{0} forecasts from the next run on.", NameOf(row?.Model ?? shipped)]);
        await LoadAsync();
        return isDone;
    }, StateHasChanged);

    private Task RetrainNow() => Guard.RunAsync(Right.RunJobs, () =>
    {
        Snackbar.Add(Runner.StartFor(Sensor!.Key, Job, RunTrigger.Person) ? L["Started."] : L["It is running already."], Severity.Info);
        isTraining = Runner.IsRunning(Job);
        return Task.FromResult(true);
    }, StateHasChanged);

    private Task CancelTraining() => Guard.RunAsync(Right.RunJobs, () => Task.FromResult(Runner.Cancel(Job)), StateHasChanged);

    private string NameOf(string name) => ModelNames.Of(L, name);
}
