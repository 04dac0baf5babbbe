using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Components.Charts;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.People;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>The outlier settings of one quantity, with what they would mean.</summary>
public partial class ThresholdPanel
{
    private const int PreviewDays = 90;
    private const int Bars = 80;

    /// <summary>Standard deviations to either side, at least and at most.</summary>
    private const int LeastReach = 4;
    private const int MostReach = 40;
    private const double Farthest = 99.9;
    private static readonly int[] StripTops = [30, 60, 120, 240, 480, 960, 1440];
    private readonly Dictionary<string, string> missing = [];
    private TrialBase? trial;
    private IReadOnlyList<ThresholdVersion> history = [];
    private IReadOnlyList<string> problems = [];
    private IReadOnlyList<int> bars = [];
    private int reach = LeastReach;
    private QuantityCriteriaStatus? status;
    private TrialResult? now;
    private TrialResult? shown;
    private ThresholdDraft draft = null!;

    /// <summary>What the draft began as. Another person may put something else in force while it is edited.</summary>
    private ThresholdDraft origin = null!;
    private int? revertTo;
    private ThresholdVersion current = null!;
    private int loadedRevision = -1;
    private int stripTop = StripTops[0];
    private bool isByHour;
    private bool reviewing;
    private string name = "";
    private string reason = "";
    private string? building;

    /// <summary>It goes on when the page is left.</summary>
    private Task rebuild = Task.CompletedTask;

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public Quantity Quantity { get; set; }

    /// <summary>Sensors that share the console.</summary>
    [Parameter]
    [EditorRequired]
    public int SensorCount { get; set; }

    /// <summary>Changes when something may have changed elsewhere: another person's thresholds, new criteria.</summary>
    [Parameter]
    public int Revision { get; set; }

    [Inject]
    private ThresholdEditor Editor { get; set; } = null!;

    [Inject]
    private ThresholdPreview Preview { get; set; } = null!;

    [Inject]
    private CriteriaStatus Status { get; set; } = null!;

    [Inject]
    private CriteriaBuilder Builder { get; set; } = null!;

    [Inject]
    private IBackgroundWork Work { get; set; } = null!;

    [Inject]
    private PersonName Person { get; set; } = null!;

    [Inject]
    private CommandGuard Guard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private double[] Thresholds => [draft.Settings.Interest, draft.Settings.Caution, draft.Settings.Alert, draft.Settings.Serious];

    private ThresholdDraft EffectiveDraft => ThresholdEditor.DraftOf(current) with { BasedOn = current.Version };

    private bool IsChanged => draft != origin || missing.Count > 0;

    private bool IsValid => missing.Count == 0 && draft.Validate().Count == 0;

    private string Stale => IsValid ? "" : "stale";

    private bool LacksOwnPercentiles =>
        draft.Settings.Distribution == ValueDistribution.Empirical && trial is { Trial.Criteria.Empirical: null };

    private string AxisWords => !isByHour
        ? L["Values in {0}. Drag a handle, or press the arrow keys (0.1) and shift with them (1). Dashed: from here on minutes become an alarm.", Sensor.UnitOf(Quantity)]
        : L["What is normal depends on the hour, so there is no one value for a threshold: shown is how many standard deviations values lie from normal. Drag a handle, or press the arrow keys (0.1) and shift with them (1). Dashed: from here on minutes become an alarm."];

    protected override async Task OnParametersSetAsync()
    {
        if (loadedRevision != Revision || current is null)
        {
            loadedRevision = Revision;
            await ReloadAsync();
        }
    }

    /// <summary>Reads what may have changed; what a person is editing stays.</summary>
    private async Task ReloadAsync()
    {
        var isEdited = current is not null && IsChanged;
        history = await Editor.HistoryAsync(Sensor.Key, Quantity);
        current = history.Count > 0 ? history[0] : ThresholdVersion.Default(Sensor.Key, Quantity);
        if (!isEdited)
        {
            origin = draft = EffectiveDraft;
        }

        status = (await Status.DescribeAsync(Sensor.Key)).Single(candidate => candidate.Quantity == Quantity);
        if (trial?.Criteria.Id != status.Current?.Id)
        {
            trial = await Preview.LoadAsync(Sensor.Key, Quantity, PreviewDays);
            isByHour = trial?.Criteria.ToCriteria().Cells.Count > 0;
            (bars, shown) = ([], null);
        }

        now = trial?.Run(EffectiveDraft);
        stripTop = StripTops[0];
        Recount();
    }

    private void Change(int index, double percentile)
    {
        missing.Remove(ThresholdFields.NameOf(index));
        Edit(ThresholdFields.WithPercentile(draft, index, percentile));
    }

    private void Edit(ThresholdDraft changed)
    {
        (draft, revertTo) = (changed, null);
        reviewing = reviewing && IsChanged;
        Recount();
    }

    private void Discard()
    {
        missing.Clear();
        origin = EffectiveDraft;
        Edit(origin);
    }

    /// <summary>An earlier version stands in the fields until a person has said why.</summary>
    private void BeginRevert(int version)
    {
        Discard();
        var earlier = version == 0
            ? ThresholdVersion.Default(Sensor.Key, Quantity)
            : history.First(candidate => candidate.Version == version);
        Edit(ThresholdEditor.DraftOf(earlier) with { BasedOn = origin.BasedOn });
        (revertTo, reviewing) = (version, true);
    }

    private void Recount()
    {
        problems = [.. missing.Keys.Select(name => L["{0}: expected a number.", L[name].Value].Value), .. draft.Validate().Say()];
        shown = (IsValid ? trial?.Run(draft) : shown) ?? now;
        var most = new[] { shown, now }
            .Max(result => result?.ByDay.Max(day => (int?)day.PerStage.Skip(1).Sum()) ?? 0) * Sensor.SamplingIntervalMinutes;

        var wanted = ReachOf(draft.Settings);
        if (bars.Count == 0 || wanted != reach)
        {
            (reach, bars) = (wanted, trial?.Trial.Distribution(Bars, wanted) ?? []);
        }

        // It grows where it must and does not jump back while a handle is moved to and fro.
        stripTop = Math.Max(stripTop, StripTops.FirstOrDefault(top => top >= most, StripTops[^1]));
    }

    /// <summary>Thresholds by the history's own percentiles may lie far out: what cannot be seen cannot be dragged.</summary>
    private int ReachOf(OutlierSettings settings)
    {
        if (trial?.Trial.Criteria.ScaleOf(settings.Distribution) is not { } scale || scale == DeviationScale.Normal)
        {
            return LeastReach;
        }

        var (low, high) = scale.LimitsAt(Farthest, Tail.Both);
        return Math.Clamp(2 * (int)Math.Ceiling(Math.Min(MostReach, Math.Max(-low, high)) / 2), LeastReach, MostReach);
    }

    private Task SaveAsync() => Guard.RunAsync(Right.SetThresholds, async () =>
    {
        name = Person.For(name);
        var before = current.Settings.Context;
        string done = revertTo is { } wanted
            ? L["Version {0} is in force again.", wanted]
            : L["Saved. Minutes are judged by these settings from now on."];
        var refused = revertTo is { } version
            ? await Editor.RevertAsync(Sensor.Key, Quantity, version, name, reason, draft.BasedOn)
            : await Editor.SaveAsync(draft with { Reason = reason, Who = name });
        if (refused.Count > 0)
        {
            await RebaseAsync();
            problems = refused.Say();
            return false;
        }

        await Person.SaveAsync(name);
        Snackbar.Add(done, Severity.Success);
        (reason, reviewing, revertTo, draft) = ("", false, null, origin);
        await ReloadAsync();
        if (current.Settings.Context != before)
        {
            building = L["The criteria are being built anew: {0}.", ThresholdDifference.Of(L, current.Settings.Context)];
            rebuild = RebuildAsync();
        }

        return true;
    }, StateHasChanged);

    /// <summary>
    /// Where somebody else saved meanwhile the changes are put on top of theirs, so that saving again takes nothing of them back.
    /// </summary>
    private async Task RebaseAsync()
    {
        await ReloadAsync();
        if (origin.BasedOn != current.Version)
        {
            (draft, origin, revertTo) = (
                EffectiveDraft with { Settings = draft.Settings.OnTopOf(origin.Settings, EffectiveDraft.Settings) }, EffectiveDraft, null);
            Recount();
        }
    }

    private async Task RebuildAsync()
    {
        building = await CriteriaWords.BuildAsync(L, Work, Builder, Sensor, Quantity);
        StateHasChanged();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Person.ReadAsync() is { Length: > 0 } known && name.Length == 0)
        {
            name = known;
            StateHasChanged();
        }
    }

    private string TickText(double deviation) => !isByHour
        ? Show.Number(trial!.Criteria.Mean + (deviation * trial.Criteria.StandardDeviation))
        : deviation.ToString("+0;−0;0", CultureInfo.CurrentCulture);

    private DateOnly DayOf(int minute) => DateOnly.FromDateTime(Sensor.Clock.ToLocal(minute));
}
