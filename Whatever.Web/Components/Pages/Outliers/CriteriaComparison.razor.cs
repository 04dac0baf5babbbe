using Microsoft.AspNetCore.Components;
using Whatever.Model.Alarms;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>A proposal of criteria against the version in force.</summary>
public partial class CriteriaComparison
{
    private const int Days = 90;
    private TrialResult? oldResult;
    private TrialResult? newResult;
    private int known;
    private (int Old, int New) tried;

    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public CriteriaVersion Old { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public CriteriaVersion New { get; set; } = null!;

    [Inject]
    private ThresholdPreview Preview { get; set; } = null!;

    [Inject]
    private ThresholdEditor Editor { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        if (tried == (Old.Id, New.Id))
        {
            return;
        }

        tried = (Old.Id, New.Id);
        var settings = ThresholdEditor.DraftOf(await Editor.CurrentAsync(Sensor.Key, New.Quantity));
        var (before, after) = (await Preview.LoadAsync(Old, Days), await Preview.LoadAsync(New, Days));
        (oldResult, newResult, known) = (before?.Run(settings), after?.Run(settings), before?.Known.Count ?? 0);
    }

    private string Missed(TrialResult result) => known == 0 ? L["none is confirmed yet"] : L["{0} of {1}", result.Missed.Count, known];
}
