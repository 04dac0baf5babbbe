using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Detection;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Shared;

/// <summary>The thresholds of one quantity, with what they would mean.</summary>
public partial class ThresholdPanel
{
    private const int PreviewDays = 90;
    private TrialBase? trial;
    private readonly double[] values = new double[4];
    private IReadOnlyList<ThresholdVersion> history = [];
    private IReadOnlyList<string> problems = [];
    private IReadOnlyList<HistogramBar> bars = [];
    private IReadOnlyList<(double Value, OutlierStage Stage)> lines = [];
    private QuantityCriteriaStatus? status;
    private TrialResult? now;
    private TrialResult? with;
    private ThresholdVersion current = null!;
    private Tail tail;
    private bool isValid;
    private string reason = "";

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public Quantity Quantity { get; set; }

    [Inject]
    private ThresholdEditor Editor { get; set; } = null!;

    [Inject]
    private ThresholdPreview Preview { get; set; } = null!;

    [Inject]
    private CriteriaStatus Status { get; set; } = null!;

    [Inject]
    private OutlierQueries Queries { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private ThresholdDraft Draft => ThresholdEditor.DraftOf(current) with
    {
        Tail = tail,
        Interest = values[0],
        Caution = values[1],
        Alert = values[2],
        Serious = values[3],
        Reason = reason,
    };

    protected override async Task OnInitializedAsync()
    {
        status = (await Status.DescribeAsync(Sensor.Key)).Single(candidate => candidate.Quantity == Quantity);
        bars = await Queries.HistogramAsync(Sensor.Key, Quantity, PreviewDays);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        current = await Editor.CurrentAsync(Sensor.Key, Quantity);
        history = await Editor.HistoryAsync(Sensor.Key, Quantity);
        tail = current.Tail;
        (values[0], values[1], values[2], values[3]) = (current.Interest, current.Caution, current.Alert, current.Serious);
        trial = await Preview.LoadAsync(Sensor.Key, Quantity, PreviewDays);
        now = trial?.Run(Draft);
        ShowPreview();
    }

    private void Change(int index, double value)
    {
        values[index] = value;
        ShowPreview();
    }

    private void ShowPreview()
    {
        problems = OutlierThresholds.Validate(values[0], values[1], values[2], values[3]);
        isValid = problems.Count == 0;
        with = problems.Count > 0 ? null : trial?.Run(Draft);
        lines = status?.Current is { } criteria && problems.Count == 0 ? ThresholdLines.Compute(criteria, tail, values) : [];
    }

    private async Task SaveAsync()
    {
        problems = string.IsNullOrWhiteSpace(reason) ? [L["Say in a few words why; it stands beside the change."]] : await Editor.SaveAsync(Draft);
        if (problems.Count == 0)
        {
            reason = "";
            Snackbar.Add(L["Saved. Minutes are judged by these thresholds from now on."], Severity.Success);
            await LoadAsync();
        }
    }

    private async Task RevertAsync(int version)
    {
        problems = await Editor.RevertAsync(Sensor.Key, Quantity, version);
        if (problems.Count == 0)
        {
            Snackbar.Add(L["Undone; the earlier thresholds are in force again."], Severity.Success);
            await LoadAsync();
        }
    }
}
