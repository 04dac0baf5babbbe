using Microsoft.AspNetCore.Components;
using Whatever.Model.Series;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>Which column or tag of a file belongs to which sensor; what is said counts once it is applied.</summary>
public partial class FeedsPanel
{
    private static readonly ColumnRole[] Roles = [ColumnRole.None, ColumnRole.FlowRate, ColumnRole.Counter, ColumnRole.Pressure];
    private static readonly string[] Asked =
        [PlanChoices.Names.FlowColumn, PlanChoices.Names.PressureColumn, PlanChoices.Names.FlowTag, PlanChoices.Names.Feed];

    private readonly Dictionary<string, FeedGiven> given = [];
    private ReadingPlan? shown;
    private IReadOnlyList<FeedCandidate> open = [];
    private bool isOpen;

    [Parameter]
    [EditorRequired]
    public ReadingPlan Plan { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public PlanChoices Choices { get; set; } = new();

    /// <summary>The id of the sensor that the file is given to.</summary>
    [Parameter]
    [EditorRequired]
    public string Own { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<SensorName> Sensors { get; set; } = [];

    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback<PlanChoices> Changed { get; set; }

    /// <summary>Something was said that is not applied yet: it would be lost.</summary>
    [Parameter]
    public EventCallback Said { get; set; }

    private FeedCandidates Candidates => Plan.Candidates;
    private bool IsShown => Sensors.Count > 1 && Candidates.All.Count > 1;

    private IReadOnlyList<string> Proposed => [.. Candidates.All.Where(one => given[one.Key].IsProposed)
        .Select(one => $"{one.Shown} → {given[one.Key].Sensor}")];

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(shown, Plan))
        {
            return;
        }

        shown = Plan;
        given.Clear();
        open = [];
        foreach (var one in Candidates.All)
        {
            given[one.Key] = FeedGivens.Of(Plan, Own, one);
        }

        isOpen |= Plan.Choices.Feeds is { Count: > 0 } || Proposed.Count > 0
            || Plan.Questions.Any(question => Asked.Contains(question.Field));
    }

    private static string NameOf(SensorName sensor) => sensor.Name == sensor.Id ? sensor.Id : $"{sensor.Id} · {sensor.Name}";

    private Task SensorChanged(FeedCandidate one, ChangeEventArgs change) =>
        SayAsync(one, given[one.Key] with { Sensor = change.Value as string ?? "", IsProposed = false });

    private Task RoleChanged(FeedCandidate one, ChangeEventArgs change) =>
        SayAsync(one, given[one.Key] with { Role = Enum.Parse<ColumnRole>((string)change.Value!), IsProposed = false });

    private Task SayAsync(FeedCandidate one, FeedGiven said)
    {
        given[one.Key] = said;
        return Said.InvokeAsync();
    }

    /// <summary>Whose a value is does not say what it is.</summary>
    private Task ApplyAsync()
    {
        open = Candidates.AreMeters
            ? []
            : [.. Candidates.All.Where(one => given[one.Key] is { Sensor.Length: > 0, Role: ColumnRole.None })];
        return open.Count > 0 ? Task.CompletedTask : Changed.InvokeAsync(FeedGivens.ToChoices(Plan, Choices, Own, given));
    }
}
